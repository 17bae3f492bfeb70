import Answering
import DNSWire
import RecordStore
import Synchronization
import Testing

/// Which block answers, and what its chain does.
@Suite struct BlockTests {
    private func chain(_ responders: any Responder...) -> ServerBlock.Chain {
        var chain = ServerBlock.Chain()
        chain.responders = responders
        return chain
    }

    @Test(
        "The longest zone that holds the QNAME answers",
        arguments: [
            ("x.a.local.", RRType.a, 3), ("a.local.", .a, 3), ("A.LOCAL.", .a, 3), ("b.local.", .a, 2),
            ("ba.local.", .a, 2),
            ("local.", .a, 2), ("other.", .a, 1), (".", .a, 1),
        ])
    func longest(name: String, type: RRType, count: Int) throws {
        let server = Exchange([
            (".", chain(FixedResponder(addresses: 1))), ("a.local.", chain(FixedResponder(addresses: 3))),
            ("Local.", chain(FixedResponder(addresses: 2))),
        ])
        #expect(server.ask(name, type)?.answer.count == count)
    }

    @Test("A query for DS at a zone's apex is for the parent zone, if that is served")
    func delegationSigner() {
        let both = Exchange([
            ("local.", chain(FixedResponder(addresses: 2))),
            ("a.local.", chain(FixedResponder(addresses: 3))),
        ])
        #expect(both.ask("a.local.", .ds)?.answer.count == 2)
        #expect(both.ask("x.a.local.", .ds)?.answer.count == 3)
        let child = Exchange([("a.local.", chain(FixedResponder(addresses: 3)))])
        #expect(child.ask("a.local.", .ds)?.answer.count == 3)
    }

    @Test("The responders of a chain are asked in turn until one answers")
    func turns() {
        let server = Exchange([
            (".", chain(DecliningResponder(), FixedResponder(addresses: 1), FixedResponder(addresses: 2)))
        ])
        #expect(server.ask("a.")?.answer.count == 1)
    }

    @Test(
        "A chain that ends without an answer gives SERVFAIL, a block without a chain REFUSED, both without AA"
    )
    func end() throws {
        var empty = ServerBlock.Chain()
        empty.handlesQueries = false
        let server = Exchange([("a.", chain(DecliningResponder())), ("b.", empty)])
        let failed = try #require(server.ask("x.a.", edns: EDNS()))
        #expect(failed.rcode == .servfail)
        #expect(failed.flags == [.qr, .rd])
        #expect(failed.edns != nil)
        #expect(server.ask("x.b.")?.rcode == .refused)
        #expect(server.ask("x.b.")?.flags == [.qr, .rd])
    }

    @Test("Rotation puts every address first, changes nothing else, and keeps still without loadbalance")
    func rotation() throws {
        let rotating = Exchange(zone: ".", [FixedResponder(addresses: 5)]) { $0.style.rotates = true }
        let still = Exchange(zone: ".", [FixedResponder(addresses: 5)])
        let ordered = try #require(still.ask("a.")?.answer)
        var first: Set<ResourceRecord> = []
        for seed in 1...200 as ClosedRange<UInt64> {
            let answer = try #require(rotating.ask("a.", seed: seed &* 0x9E37_79B9_7F4A_7C15)?.answer)
            let start = try #require(ordered.firstIndex(of: answer[0]))
            #expect(answer == Array(ordered[start...] + ordered[..<start]))
            first.insert(answer[0])
            #expect(still.ask("a.", seed: seed)?.answer == ordered)
        }
        #expect(first == Set(ordered))
    }

    @Test("A cut answer is rotated too")
    func rotatedCut() throws {
        let server = Exchange(zone: ".", [FixedResponder(addresses: 100)]) { $0.style.rotates = true }
        var seen: Set<ResourceRecord> = []
        for seed in 1...100 as ClosedRange<UInt64> {
            let answer = try #require(server.ask("a.", seed: seed &* 0x9E37_79B9_7F4A_7C15)?.answer)
            #expect(answer.count == 30)
            #expect(Set(answer).count == 30)
            seen.formUnion(answer)
        }
        #expect(seen.count == 100)
    }

    @Test("Observers see what reached their block, and nothing else")
    func observers() throws {
        let observer = CountingObserver()
        var observed = chain(FixedResponder(addresses: 1))
        observed.observers = [observer]
        let listener = Listener(zones: [
            (try #require(Name("a.")), ServerBlock(observed)),
            (try #require(Name("b.")), ServerBlock(chain())),
        ])
        let engine = Engine(hash: OwnerHash(seed: 1), seed: 1, tally: Tally())
        #expect(listener.isObserved)
        for name in ["x.a.", "x.b.", "x.c."] {
            let query = Exchange.query(name)
            let client = Client(address: 0, port: 0, localAddress: 0, localPort: 0, transport: .udp)
            let view = Query(
                query.span, outline: engine.read(query.span, isCut: false, for: listener), client: client)
            listener.observe(view, response: query.span, seconds: 0)
        }
        #expect(observer.count == 1)
    }

    @Test("A listener without zones refuses")
    func noZones() {
        #expect(Exchange([]).ask("a.")?.rcode == .refused)
    }

    @Test(
        "Underscored labels are set apart only left of the zone",
        arguments: [
            ("_http._tcp.web.a.", 11), ("_tcp.web.a.", 5), ("_x._y._z.web.a.", 6), ("web.a.", 0),
            ("web._tcp.a.", 0),
            ("_a.", 0), ("_tcp._a.", 5), ("_http._tcp._a.", 11),
        ])
    func branches(name: String, length: Int) throws {
        let zone = name.hasSuffix("_a.") ? "_a." : "a."
        let listener = Listener(zones: [(try #require(Name(zone)), ServerBlock(chain()))])
        let engine = Engine(hash: OwnerHash(seed: 1), seed: 1, tally: Tally())
        let query = Exchange.query(name)
        let outline = engine.read(query.span, isCut: false, for: listener)
        #expect(outline.branchLength == length)
    }
}

private final class CountingObserver: QueryObserver {
    private let calls = Atomic(0)
    var count: Int { calls.load(ordering: .relaxed) }

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        calls.add(1, ordering: .relaxed)
    }
}
