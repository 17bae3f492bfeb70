import DNSWire
import Dispatch
import Testing

@testable import RecordStore

@Suite("A snapshot of a store")
struct SnapshotTests {
    private let zone = SnapshotZone()

    @Test("hands out every owner once, however small the pieces", arguments: [0, 1, 63, 64, 5000])
    func whole(count: Int) throws {
        for number in 0..<count { zone.publish(number, 1) }
        let rest = try #require(try zone.snapshot())
        #expect(
            try zone.contents(of: rest, octets: 1) == (0..<count).map { SnapshotZone.line($0, 1) }.sorted())
    }

    @Test("shows what stood at its beginning, whatever changes behind and before it", arguments: 0..<20)
    func changes(stop: Int) throws {
        for number in 0..<500 { zone.publish(number, 1) }
        let snapshot = try #require(try zone.snapshot())
        var lines = try zone.step(of: snapshot, upTo: 25 * stop)
        // Some change, twice; some go; some come, go, and come again; and some go and come again.
        for version in 2...3 { for number in 0..<200 { zone.publish(number, UInt32(version)) } }
        for number in 200..<300 { zone.remove(number) }
        for number in 500..<600 { zone.publish(number, 2) }
        for number in 500..<600 { zone.remove(number) }
        for number in 550..<650 { zone.publish(number, 3) }
        for number in 300..<350 { zone.remove(number) }
        for number in 300..<350 { zone.publish(number, 3) }
        lines += try zone.contents(of: snapshot, octets: 1)
        #expect(lines.sorted() == (0..<500).map { SnapshotZone.line($0, 1) }.sorted())
    }

    @Test("outlasts a table that grows", arguments: 0..<5)
    func growth(stop: Int) throws {
        for number in 0..<100 { zone.publish(number, 1) }
        let snapshot = try #require(try zone.snapshot())
        var lines = try zone.step(of: snapshot, upTo: 20 * stop)
        let capacity = zone.store.table.capacity
        for number in 100..<2000 { zone.publish(number, 2) }
        #expect(zone.store.table.capacity > capacity)
        lines += try zone.contents(of: snapshot, octets: 1)
        #expect(lines.sorted() == (0..<100).map { SnapshotZone.line($0, 1) }.sorted())
    }

    @Test("goes on in a smaller or a larger table where it was in another", arguments: 0..<40)
    func tables(stop: Int) throws {
        let large = SnapshotZone()
        for number in 0..<1000 { large.publish(number, 1) }
        for number in 100..<1000 { large.remove(number) }
        for number in 0..<100 { zone.publish(number, 1) }
        #expect(large.store.table.capacity > 2 * zone.store.table.capacity)
        for tables in [[large, zone], [zone, large], [zone, large, zone]] {
            var walk = TableWalk()
            var names: [Name] = []
            for (index, zone) in tables.enumerated() {
                while !walk.isAtEnd, index + 1 == tables.count || names.count < 2 * stop * (index + 1) {
                    names += zone.names(&walk)
                }
            }
            #expect(names.count == 100 && Set(names).count == 100)
        }
    }

    @Test("that is taken in the middle of a change shows nothing of it")
    func middle() throws {
        for number in 0..<10 { zone.publish(number, 1) }
        zone.store.publish(soa: SnapshotZone.soa(1))
        var taken: Snapshot?
        zone.store.change {
            for number in 5..<15 { zone.publish(number, 2) }
            zone.remove(0)
            taken = try? zone.snapshot()
            for number in 1..<5 { zone.publish(number, 2) }
            return SnapshotZone.soa(2)
        }
        let snapshot = try #require(taken)
        #expect(snapshot.serial == 1)
        #expect(
            try zone.contents(of: snapshot, octets: 1) == (0..<10).map { SnapshotZone.line($0, 1) }.sorted())
        let next = try #require(try zone.snapshot())
        #expect(next.serial == 2)
        #expect(try zone.contents(of: next, octets: 1) == (1..<15).map { SnapshotZone.line($0, 2) }.sorted())
    }

    @Test("remembers no more than it has yet to hand out")
    func memory() throws {
        for number in 0..<100 { zone.publish(number, 1) }
        let snapshot = try #require(try zone.snapshot())
        // Names that come and go leave nothing.
        for number in 100..<1000 {
            zone.publish(number, 1)
            zone.remove(number)
        }
        #expect(zone.store.history.noteCount == 0)
        for version in 2..<9 { for number in 0..<100 { zone.publish(number, UInt32(version)) } }
        #expect(zone.store.history.noteCount == 100)
        #expect(try zone.contents(of: snapshot, octets: 1).count == 100)
        #expect(zone.store.history.noteCount == 0)
        for number in 0..<100 { zone.remove(number) }
        #expect(zone.store.history.noteCount == 0)
    }

    @Test("is one of eight at most, and makes room for the next when it goes")
    func limit() throws {
        var snapshots: [Snapshot] = []
        for _ in 0..<8 { snapshots.append(try #require(try zone.snapshot())) }
        #expect(try zone.snapshot() == nil)
        snapshots.removeLast()
        #expect(try zone.snapshot() != nil)
    }

    @Test("cannot be taken of a store that keeps no history")
    func withoutHistory() throws {
        let zone = SnapshotZone(keepsHistory: false)
        #expect(try zone.snapshot() == nil)
    }

    @Test("is of one serial, whatever the writer does meanwhile")
    func consistency() throws {
        let zone = zone
        for number in 0..<300 { zone.publish(number, 1) }
        let group = DispatchGroup()
        DispatchQueue(label: "writer").async(group: group) {
            for version in 2..<100 as Range<UInt32> {
                zone.store.change {
                    for number in 0..<300 {
                        // In each version, some of the names are not there.
                        if number % 7 == Int(version % 7) {
                            zone.remove(number)
                        } else {
                            zone.publish(number, version)
                        }
                    }
                    return SnapshotZone.soa(version)
                }
            }
        }
        repeat {
            let snapshot = try #require(try zone.snapshot())
            let version = snapshot.serial
            let wanted = (0..<300).filter { version == 1 || $0 % 7 != Int(version % 7) }
            let lines = try zone.contents(of: snapshot, octets: 2000)
            #expect(lines == wanted.map { SnapshotZone.line($0, version) }.sorted())
        } while group.wait(timeout: .now()) == .timedOut
    }

    @Test("has of an owner every record that queries get, and no remark")
    func records() throws {
        let target = try name("srv.svc.clusterset.local.")
        var owner = OwnerBuilder(target)
        owner.sets = [(.a, addresses(1, 2)), (.srv, service(port: 80, target: target, address: 1))]
        owner.branches = [
            .init(labels: try labels("_tcp"), type: nil, image: nil),
            .init(
                labels: try labels("_http._tcp"), type: .srv,
                image: service(port: 80, target: target, address: 1)),
        ]
        owner.add(.reason, "a text".utf8)
        zone.store.publish(owner)
        zone.store.publish(OwnerBuilder(try name("svc.clusterset.local.")))
        let snapshot = try #require(try zone.snapshot())
        #expect(
            try zone.contents(of: snapshot, octets: 1_000_000) == [
                "_http._tcp.srv.svc.clusterset.local. 5 IN SRV 0 100 80 srv.svc.clusterset.local.",
                "srv.svc.clusterset.local. 5 IN A 0.0.0.1",
                "srv.svc.clusterset.local. 5 IN A 0.0.0.2",
                "srv.svc.clusterset.local. 5 IN SRV 0 100 80 srv.svc.clusterset.local.",
            ])
        #expect(
            snapshot.soa.description
                == "clusterset.local. 5 IN SOA ns.dns.clusterset.local. hostmaster.clusterset.local. 1 7200 1800 86400 5"
        )
    }
}

/// A store whose owners have one address each, which tells their version.
private struct SnapshotZone: Sendable {
    let store: Store
    private let epochs: Epochs

    init(keepsHistory: Bool = true) {
        epochs = Epochs()
        store = Store(origin: Self.origin, hash: OwnerHash(seed: 7), epochs: epochs)
        store.publish(soa: Self.soa(1))
        if keepsHistory { store.keepHistory() }
    }

    private static let origin = Name("clusterset.local.") ?? .root

    private static func name(_ number: Int) -> Name { Name("name-\(number).clusterset.local.") ?? .root }

    static func line(_ number: Int, _ version: UInt32) -> String {
        "name-\(number).clusterset.local. 5 IN A \(IPAddress.v4(version))"
    }

    func publish(_ number: Int, _ version: UInt32) {
        var owner = OwnerBuilder(Self.name(number))
        owner.sets = [(.a, addresses(version))]
        store.publish(owner)
    }

    func remove(_ number: Int) { store.remove(Self.name(number)) }

    static func soa(_ serial: UInt32) -> AnswerImage {
        let apex = AnswerImage.NameReference.questionSuffix(length: origin.wire.count)
        var image = AnswerImageBuilder()
        image.begin(.authority, owner: apex, type: .soa, ttl: 5)
        image.append(labels: [2, 0x6E, 0x73, 3, 0x64, 0x6E, 0x73], apex)
        image.append(labels: [10] + Array("hostmaster".utf8), apex)
        for number in [serial, 7200, 1800, 86_400, 5] { image.append(bigEndian: number) }
        return image.finish()
    }

    /// The names of the next owners of a walk.
    func names(_ walk: inout TableWalk) -> [Name] {
        var names: [Name] = []
        // Safe: nobody writes meanwhile.
        unsafe store.table.advance(&walk) { block in
            if let name = try? Name(wire: unsafe block.name) { names.append(name) }
        }
        return names
    }

    private struct NoReader: Error {}

    func snapshot() throws -> Snapshot? {
        guard let reader = epochs.makeReader() else { throw NoReader() }
        let section = ReadSection(reader)
        return Snapshot(of: store, in: section)
    }

    /// The records of the next owners, at least `count` of them, a line each.
    func step(of snapshot: Snapshot, upTo count: Int) throws -> [String] {
        guard let reader = epochs.makeReader() else { throw NoReader() }
        var lines: [String] = []
        while lines.count < count, let copies = snapshot.next(octets: 1, reader) {
            lines += copies.flatMap(\.records).map(\.description)
        }
        return lines
    }

    /// All that is left of `snapshot`, in order.
    func contents(of snapshot: Snapshot, octets: Int) throws -> [String] {
        guard let reader = epochs.makeReader() else { throw NoReader() }
        var lines: [String] = []
        while let copies = snapshot.next(octets: octets, reader) {
            lines += copies.flatMap(\.records).map(\.description)
        }
        return lines.sorted()
    }
}
