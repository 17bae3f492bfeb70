import DNSWire
import Testing

@testable import RecordStore

@Suite("Store")
struct StoreTests {
    private let hash = OwnerHash(seed: 3)
    private let epochs = Epochs()
    private let store: Store

    init() throws { store = Store(origin: try name("clusterset.local."), hash: hash, epochs: epochs) }

    private func lookups() throws -> Lookups { try Lookups(store, hash: hash, epochs: epochs) }

    private func owner(_ name: Name, _ address: UInt32?) -> OwnerBuilder {
        var owner = OwnerBuilder(name)
        if let address { owner.sets = [(.a, addresses(address))] }
        return owner
    }

    @Test("Thousands of random changes leave what a dictionary holds", arguments: [1, 2] as [UInt64])
    func property(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let names = try (0..<3000).map { number in
            let label = String(repeating: "x", count: Int.random(in: 1...58, using: &generator))
            return try name(
                number.isMultiple(of: 2) ? "\(label)-\(number)." : "S\(number).Namespace.\(label).")
        }
        var model: [Name: UInt32?] = [:]
        let lookups = try lookups()

        // The share of removals swings, so that the table grows, empties and fills with tombstones.
        for step in 0..<40_000 {
            let name = try #require(names.randomElement(using: &generator))
            let spelled = try RecordStoreTests.name(
                labels: name.labels.map { inAnyCase($0, using: &generator) })
            let removals = (step / 8000).isMultiple(of: 2) ? 2 : 6
            if Int.random(in: 0..<10, using: &generator) < removals {
                #expect(store.remove(spelled) == (model.removeValue(forKey: name) != nil))
            } else {
                let address =
                    Int.random(in: 0..<8, using: &generator) == 0
                    ? nil : UInt32.random(in: 0..<4, using: &generator)
                let changes = model[name] != .some(address)
                model[name] = .some(address)
                #expect(store.publish(owner(spelled, address)) == changes)
            }
            try #require(store.count == model.count)
            if step.isMultiple(of: 8000) { try verify(model, names, lookups, &generator) }
        }
        try verify(model, names, lookups, &generator)

        for name in names { store.remove(name) }
        #expect(store.count == 0)
        // Nothing is left but slots, and the line in front of them.
        #expect(store.octets == (64 + 8 * store.table.capacity).allocated)
    }

    private func verify(
        _ model: [Name: UInt32?], _ names: [Name], _ lookups: borrowing Lookups,
        _ generator: inout SeededGenerator
    ) throws {
        for name in names {
            let wire = inAnyCase(name.wire, using: &generator)
            let found = lookups.finds(wire)
            try #require(found == (model[name] != nil))
            let records = lookups.records(wire)
            try #require(records == (model[name] ?? nil).map { Records(addresses($0)) })
        }
    }

    @Test("An owner without RRsets is found and answers NODATA")
    func emptyNonTerminal() throws {
        let empty = try name("shop.svc.clusterset.local.")
        store.publish(OwnerBuilder(empty))
        let lookups = try lookups()
        let found = lookups.finds(empty.wire)
        #expect(found)
        let records = lookups.records(empty.wire)
        #expect(records == nil)
    }

    @Test("The shortest and the longest names are found", arguments: [1, 3, 4, 9, 10, 17, 250, 255])
    func lengths(count: Int) throws {
        var labels: [[UInt8]] = []
        var rest = count - 1
        while rest > 0 {
            // A label takes two octets or more: one alone must not be left over.
            let length = min(rest - 1, rest == 65 ? 62 : 63)
            labels.append([UInt8](repeating: 0x61, count: length))
            rest -= length + 1
        }
        let long = try name(labels: labels)
        let wire = long.wire
        try #require(wire.count == count)
        store.publish(owner(long, 1))
        let lookups = try lookups()
        let found = lookups.finds(wire.map { $0 == 0x61 ? 0x41 : $0 })
        #expect(found)
        var other = wire
        other[count - 1] = 0x40
        let foundOther = lookups.finds(other)
        #expect(!foundOther)
    }

    @Test("Each RRset is found by its type, of two with the same type the first")
    func types() throws {
        let web = try name("web.shop.svc.clusterset.local.")
        let srv = service(port: 80, target: web, address: 1)
        var owner = OwnerBuilder(web)
        owner.sets = [(.a, addresses(1, 2)), (.srv, srv), (.a, addresses(3))]
        store.publish(owner)
        let lookups = try lookups()
        let a = lookups.records(web.wire, .a)
        let service = lookups.records(web.wire, .srv)
        #expect(a == Records(addresses(1, 2)))
        #expect(service == Records(srv))
        let aaaa = lookups.records(web.wire, .aaaa)
        #expect(aaaa == nil)
    }

    @Test("Underscored names below an owner are its branches, in any case")
    func branches() throws {
        let web = try name("web.shop.svc.clusterset.local.")
        let srv = service(port: 80, target: web, address: 1)
        var owner = OwnerBuilder(web)
        owner.branches = [
            .init(labels: try labels("_HTTP._tcp"), type: .srv, image: srv),
            .init(labels: try labels("_tcp"), type: nil, image: nil),
            .init(labels: try labels("_http._TCP"), type: .txt, image: addresses(1)),
        ]
        store.publish(owner)
        let lookups = try lookups()
        for spelling in ["_http._tcp", "_Http._TCP"] {
            let found = lookups.records(try labels(spelling), below: web.wire, .srv)
            #expect(found == Records(srv))
            let other = lookups.records(try labels(spelling), below: web.wire, .txt)
            #expect(other == nil)
        }
        let empty = lookups.finds(try labels("_TCP"), below: web.wire)
        #expect(empty)
        let nodata = lookups.records(try labels("_tcp"), below: web.wire, .srv)
        #expect(nodata == nil)
        for missing in ["_udp", "_http", "_https._tcp", "_http._udp", "_tcp._http"] {
            let found = lookups.finds(try labels(missing), below: web.wire)
            #expect(!found)
        }
        let here = lookups.finds([], below: web.wire)
        #expect(!here)
    }

    @Test("Every one of many branches is found, however similar", arguments: [0, 1, 2, 7, 1000])
    func manyBranches(count: Int) throws {
        let web = try name("web.shop.svc.clusterset.local.")
        var generator = SeededGenerator(seed: 5)
        var owner = OwnerBuilder(web)
        for number in (0..<count).shuffled(using: &generator) {
            let image = service(port: UInt16(number), target: web, address: 1)
            owner.branches.append(
                .init(labels: try labels("_port-\(number * 7)._tcp"), type: .srv, image: image))
        }
        store.publish(owner)
        let lookups = try lookups()
        for number in 0..<count {
            let found = lookups.records(try labels("_PORT-\(number * 7)._tcp"), below: web.wire, .srv)
            try #require(found == Records(service(port: UInt16(number), target: web, address: 1)))
            let missing = lookups.finds(try labels("_port-\(number * 7 + 1)._tcp"), below: web.wire)
            try #require(!missing)
        }
    }

    @Test("The SOA is missing until it is published, and replaced as a whole")
    func soa() throws {
        let lookups = try lookups()
        let none = lookups.soa()
        #expect(none == nil)
        for serial in 1...3 as ClosedRange<UInt32> {
            var builder = AnswerImageBuilder()
            builder.begin(.authority, owner: .questionSuffix(length: 18), type: .soa, ttl: 5)
            builder.append(serial.octets)
            let image = builder.finish()
            store.publish(soa: image)
            let found = lookups.soa()
            #expect(found == Records(image))
            #expect(found?.counts == [0, 1, 0])
        }
    }

    @Test("A service with one named port takes at most 300 octets", arguments: [10_000, 19_000])
    func memory(count: Int) throws {
        let http = try labels("_http._tcp")
        let tcp = try labels("_tcp")
        for number in 0..<count {
            let web = try name("service-\(10_000 + number).namespace-12.svc.clusterset.local.")
            let srv = service(port: 80, target: web, address: UInt32(number))
            var owner = OwnerBuilder(web)
            owner.sets = [(.a, addresses(UInt32(number))), (.srv, srv)]
            owner.branches = [
                .init(labels: http, type: .srv, image: srv), .init(labels: tcp, type: nil, image: nil),
            ]
            store.publish(owner)
        }
        #expect(store.count == count)
        #expect(store.octets <= 300 * count)
    }

    @Test("Equal images of one owner are stored once", arguments: [2, 20])
    func sharing(count: Int) throws {
        let web = try name("web.shop.svc.clusterset.local.")
        let image = addresses(1, 2, 3, 4, 5, 6, 7, 8)
        var owner = OwnerBuilder(web)
        for number in 0..<count {
            let other = addresses(UInt32(100 + number))
            owner.branches.append(.init(labels: try labels("_a\(number)"), type: .a, image: image))
            owner.branches.append(.init(labels: try labels("_b\(number)"), type: .a, image: other))
        }
        let before = store.octets
        store.publish(owner)
        let entries = 2 * count * (12 + 4) + 2 * count
        #expect(store.octets - before < 120 + Records(image).octets.count + count * 36 + entries)
    }

    @Test("Changing one owner for ever takes no more memory, with nobody reading")
    func churn() throws {
        let web = try name("web.shop.svc.clusterset.local.")
        store.publish(owner(web, 0))
        let octets = store.octets
        for number in 1...5000 as ClosedRange<UInt32> {
            store.publish(owner(web, number))
            #expect(store.octets == octets)
            #expect(epochs.retiredCount == 0 && epochs.retiredOctets == 0)
        }
    }

    @Test("Names that come and go leave no table full of tombstones")
    func passing() throws {
        let octets = store.octets
        for number in 0..<20_000 {
            let passing = try name("pod-\(number).headless.")
            store.publish(owner(passing, 1))
            if number >= 20 { store.remove(try name("pod-\(number - 20).headless.")) }
        }
        #expect(store.count == 20)
        for number in 19_980..<20_000 { store.remove(try name("pod-\(number).headless.")) }
        #expect(store.octets == octets)
    }

    @Test("Names that gather in one place make the table larger")
    func gathering() throws {
        var gathered: [Name] = []
        var number = 0
        while gathered.count < 520 {
            let candidate = try name("\(number).")
            if hash(candidate.wire.span) & 0x3FF == 5 { gathered.append(candidate) }
            number += 1
        }
        for name in gathered { store.publish(owner(name, 1)) }
        #expect(store.table.capacity == 2048)
        let lookups = try lookups()
        for name in gathered {
            let found = lookups.finds(name.wire)
            #expect(found)
        }
    }

    @Test("The stages of a batch load what a lookup will look at")
    func stages() throws {
        let web = try name("web.shop.svc.clusterset.local.")
        let hash = hash(web.wire.span)
        guard let reader = epochs.makeReader() else { throw Lookups.NoReader() }
        let section = ReadSection(reader)
        #expect(section.touchHome(hash, in: store) == 0)
        #expect(section.touchOwner(hash, in: store) == 0)
        #expect(section.touchContents(hash, in: store) == 0)
        store.publish(owner(web, 1))
        #expect(section.touchHome(hash, in: store) >> 48 == hash >> 48)
        #expect(section.touchOwner(hash, in: store) != 0)
        #expect(section.touchContents(hash, in: store) != 0)
    }
}
