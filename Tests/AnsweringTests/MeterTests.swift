import DNSWire
import RecordStore
import Testing

@testable import Answering

/// A server of one zone `a.`, metered, and the meter of what it refuses.
private struct Metered {
    let meter = QueryMeter(workers: 2)
    let refusals = QueryMeter(workers: 2)
    let listener: Listener
    private let epochs = Epochs()

    init(_ responders: [any Responder], authors: [UInt8]) throws {
        var chain = ServerBlock.Chain()
        chain.responders = responders
        chain.authors = authors
        let zone = try #require(Name("a."))
        listener = Listener(zones: [(zone, ServerBlock(chain), meter)], refusals: refusals)
    }

    /// Has `worker` answer `query` in `nanoseconds`; returns the response's size.
    @discardableResult
    func ask(
        _ query: [UInt8], by worker: WorkerNumber = WorkerNumber(pair: 0, isStream: false),
        from address: UInt128 = 0xFFFF_7F00_0001, nanoseconds: Int = 1000
    ) -> Int {
        guard let reader = epochs.makeReader() else { return 0 }
        var engine = Engine(hash: OwnerHash(seed: 1), seed: 1, tally: Tally(), worker: worker)
        let client = Client(address: address, port: 1, localAddress: 1, localPort: 53, transport: .udp)
        var response = [UInt8](repeating: 0, count: 4096)
        let section = ReadSection(reader)
        let outline = engine.read(query.span, isCut: false, for: listener)
        var writer = ResponseWriter(response.mutableSpan)
        let view = Query(query.span, outline: outline, client: client)
        let outcome = engine.answer(view, in: section, for: listener, into: &writer)
        engine.note(nanoseconds: nanoseconds, of: outline, for: listener)
        guard case .answered(let length) = outcome else { return 0 }
        return length
    }
}

@Suite("What is counted of queries")
struct MeterTests {
    @Test("A query is counted by type, family, size, duration, RCODE and author")
    func query() throws {
        let server = try Metered([DecliningResponder(), FixedResponder(addresses: 1)], authors: [1, 5])
        let query = Exchange.query("x.a.", .aaaa, edns: EDNS(dnssecOK: true))
        let size = server.ask(query, from: 1, nanoseconds: 250_001)
        let reading = server.meter.reading(ofStreams: false)
        #expect(reading.queries(overIPv6: true).filter { $0.count > 0 }.map(\.type) == [.aaaa])
        #expect(reading.queries(overIPv6: false).allSatisfy { $0.count == 0 })
        let responses = reading.responsesByAuthor.filter { $0.count > 0 }
        #expect(responses.map { "\($0.rcode) \($0.author) \($0.count)" } == ["NOERROR 5 1"])
        #expect(reading.wantingDNSSEC == 1)
        #expect(reading.queryOctets == UInt64(query.count))
        #expect(reading.responseOctets == UInt64(size))
        #expect(reading.queriesBySize.firstIndex(of: 1) == 1)
        #expect(reading.responsesBySize.firstIndex(of: 1) == 1)
        #expect(reading.queriesByDuration.firstIndex(of: 1) == 1)
        #expect(reading.nanoseconds == 250_001)
    }

    @Test("Workers count for themselves, and what they counted is summed by kind")
    func workers() throws {
        let server = try Metered([FixedResponder(addresses: 1)], authors: [1])
        for (pair, isStream, count) in [(0, false, 3), (1, false, 4), (0, true, 5)] {
            for _ in 0..<count {
                server.ask(
                    Exchange.query("a."), by: WorkerNumber(pair: pair, isStream: isStream))
            }
        }
        #expect(server.meter.reading(ofStreams: false).queries(overIPv6: false)[0].count == 7)
        #expect(server.meter.reading(ofStreams: true).queries(overIPv6: false)[0].count == 5)
    }

    @Test(
        "A worker that nobody has reckoned with counts nothing, and answers", arguments: [2, 64, 1_000_000])
    func strayWorker(pair: Int) throws {
        let server = try Metered([FixedResponder(addresses: 1)], authors: [1])
        let worker = WorkerNumber(pair: pair, isStream: true)
        #expect(server.ask(Exchange.query("a."), by: worker) > 0)
        #expect(server.meter.reading(ofStreams: true).queryOctets == 0)
    }

    @Test("What no responder answers has no author")
    func noAuthor() throws {
        let server = try Metered([DecliningResponder()], authors: [3])
        server.ask(Exchange.query("a."))
        let responses = server.meter.reading(ofStreams: false).responsesByAuthor.filter { $0.count > 0 }
        #expect(responses.map { "\($0.rcode) \($0.author)" } == ["SERVFAIL 0"])
    }

    @Test("What no block is asked about is counted by itself, and what is no query is not counted")
    func refusals() throws {
        let server = try Metered([FixedResponder(addresses: 1)], authors: [1])
        server.ask(Exchange.query("b."))
        server.ask(Exchange.query("a.", class: .ch))
        server.ask(Exchange.query("a.", .axfr))
        var malformed = Exchange.query("a.")
        malformed.append(0)
        for octets in [malformed, [], [UInt8](repeating: 0xFF, count: 12)] { server.ask(octets) }
        let refused = server.refusals.reading(ofStreams: false)
        #expect(
            refused.responsesByAuthor.filter { $0.count > 0 }.map { "\($0.rcode) \($0.count)" } == [
                "REFUSED 3"
            ])
        #expect(refused.queriesByDuration.reduce(0, +) == 3)
        #expect(server.meter.reading(ofStreams: false).queryOctets == 0)
        #expect(server.meter.reading(ofStreams: false).nanoseconds == 0)
    }

    @Test("A listener without meters counts nothing")
    func unmetered() throws {
        let zone = try #require(Name("a."))
        #expect(!Listener(zones: [(zone, ServerBlock(ServerBlock.Chain()))]).isMetered)
    }

    @Test("Every type that is counted by itself has its place")
    func types() {
        #expect(MeteredType.all.map { MeteredType.index(of: $0.rawValue) } == Array(0..<18))
        #expect(MeteredType.count == MeteredType.all.count + 1)
        for code in [0, 3, 64, 257, 65_535] as [UInt16] { #expect(MeteredType.index(of: code) == 18) }
    }

    @Test("A bucket holds what is not above its bound")
    func buckets() {
        for (index, bound) in SizeBuckets.upperBounds.enumerated() {
            #expect(SizeBuckets.index(of: Int(bound)) == index)
            #expect(SizeBuckets.index(of: Int(bound) + 1) == index + 1)
        }
        for (index, bound) in DurationBuckets.upperBounds.enumerated() {
            let nanoseconds = Int((bound * 1e9).rounded())
            #expect(DurationBuckets.index(ofNanoseconds: nanoseconds) == index)
            #expect(DurationBuckets.index(ofNanoseconds: nanoseconds + 1) == index + 1)
        }
        #expect(DurationBuckets.index(ofNanoseconds: -1) == 0)
        #expect(DurationBuckets.index(ofNanoseconds: .max) == 16)
        #expect(DurationBuckets.upperBounds.last == 8.192)
    }
}
