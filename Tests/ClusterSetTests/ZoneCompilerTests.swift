import DNSWire
import RecordStore
import Testing

@testable import ClusterSet

struct ZoneCompilerTests {
    private func owners(
        _ object: ServiceImport, _ slices: [EndpointSlice] = [], options: ZoneOptions = ZoneOptions()
    ) -> [OwnerBuilder] {
        var service = Service.unknown
        service.set(object)
        service.set(slices)
        return ZoneCompiler(origin: zone("clusterset.local."), options: options).owners(
            of: service, object.id)
    }

    @Test(
        "The weights of all entries share 100, and none is 0",
        arguments: [(1, 1, 100), (1, 2, 50), (3, 1, 33), (5, 5, 4), (10, 20, 1)] as [(Int, Int, UInt16)])
    func weights(ports: Int, addresses: Int, weight: UInt16) throws {
        let object = serviceImport(
            "web", ips: (1...addresses).map { "10.0.0.\($0)" },
            ports: (1...ports).map { port("", UInt16($0)) })
        let image = try #require(owners(object).first?.sets.first { $0.type == .srv }?.image)
        let records = services(image)
        #expect(records.map(\.weight) == Array(repeating: weight, count: ports))
        #expect(records.map(\.port) == (1...ports).map { UInt16($0) })
    }

    @Test("What another owner refers to, or lies below, comes before it")
    func order() {
        let slices = [
            slice(
                "s", of: "db", cluster: "member.location", [endpoint("10.0.0.1", hostname: "db-0")],
                ports: [port("pg", 1)])
        ]
        let names = owners(serviceImport("db", .headless), slices).map { "\($0.name)" }
        #expect(
            names == [
                "location.db.shop.svc.clusterset.local.", "member.location.db.shop.svc.clusterset.local.",
                "db-0.member.location.db.shop.svc.clusterset.local.", "db.shop.svc.clusterset.local.",
            ])
    }

    @Test("A name that is an endpoint's and lies above others is one owner")
    func endpointAboveEndpoints() {
        let slices = [
            slice("s", of: "db", cluster: "member.location", [endpoint("10.0.0.1", hostname: "db-0")]),
            slice("t", of: "db", cluster: "location", [endpoint("10.0.0.2", hostname: "member")]),
        ]
        let names = owners(serviceImport("db", .headless), slices).map(\.name)
        #expect(names.count == Set(names).count)
        #expect(names.count == 4)
    }

    @Test("An address has one record, in however many slices it stands")
    func distinctAddresses() throws {
        let slices = (0..<3).map {
            slice("s\($0)", of: "db", cluster: "c\($0)", [endpoint("10.0.0.1"), endpoint("10.0.0.1")])
        }
        let image = try #require(owners(serviceImport("db", .headless), slices).last?.sets.first?.image)
        #expect(image.answerCount == 1)
    }

    @Test("Ports of one name and protocol are one branch, and its protocol another")
    func branches() throws {
        let object = serviceImport(
            "web", ips: ["10.0.0.1"],
            ports: [port("http", 80), port("HTTP", 8080), port("http", 80, .udp), port("", 9)])
        let owner = try #require(owners(object).first)
        let branches = Dictionary(
            uniqueKeysWithValues: owner.branches.map {
                (String(decoding: $0.labels, as: UTF8.self), $0.image)
            })
        #expect(
            branches.mapValues { $0?.answerCount } == [
                "\u{5}_http\u{4}_tcp": 2, "\u{4}_tcp": nil, "\u{5}_http\u{4}_udp": 1, "\u{4}_udp": nil,
            ])
    }

    @Test("Ports and addresses without end are not multiplied", arguments: [2, 500, 20_000])
    func hugeProduct(addressCount: Int) throws {
        let ips = (0..<addressCount).map { "10.0.\($0 >> 8).\($0 & 255)" }
        let ports = (1...20_000).map { port("p\($0)", UInt16($0)) }
        let owner = try #require(owners(serviceImport("big", ips: ips, ports: ports)).first)
        #expect(owner.branches.count == 20_001)
        #expect(owner.branches.allSatisfy { $0.image?.additionalCount ?? 0 == 0 })
    }

    @Test("Ports and endpoints without end are not multiplied, and no address is lost", arguments: [1, 1000])
    func manyPortsOfManyEndpoints(ports: Int) throws {
        let addresses = (0..<4000).map { "10.1.\($0 / 250).\($0 % 250)" }
        let object = slice(
            "s", of: "db", addresses.map { endpoint($0) },
            ports: (1...ports).map { port("p\($0)", UInt16($0)) })
        let names = EndpointNames(
            of: zone("db.shop.svc.clusterset.local."), schema: Schema(origin: zone("clusterset.local.")),
            slices: [object])
        #expect(names.locations.count == min(4000 * ports, 100_000))
        #expect(names.addresses.count == 4000)
        #expect(names.targets.count == 4000)
    }

    @Test("A set larger than any message is kept to what a message might hold", arguments: [RRType.a, .aaaa])
    func hugeSet(type: RRType) throws {
        let ips = (0..<20_000).map {
            type == .a ? "10.0.\($0 >> 8).\($0 & 255)" : "fd00::\(String($0 + 1, radix: 16))"
        }
        let owner = try #require(owners(serviceImport("big", ips: ips, ports: [port("http", 80)])).first)
        let image = try #require(owner.sets.first { $0.type == type }?.image)
        #expect(image.answerLength > 65_535)
        #expect(image.answerLength < 66_000)
        // As glue they would be of no use to anybody.
        #expect(owner.sets.first { $0.type == .srv }?.image.additionalCount == 0)
    }

    @Test("An owner's glue is all addresses of its targets, A before AAAA")
    func glue() throws {
        let object = serviceImport(
            "web", ips: ["fd00::1", "10.0.0.1", "10.0.0.2"], ports: [port("http", 80)])
        let owner = try #require(owners(object).first)
        let image = try #require(owner.branches.first?.image)
        #expect(image.answerCount == 1)
        #expect(image.additionalCount == 3)
    }

    @Test("A service with a name that is none has no owners, and no others suffer")
    func absurdNames() {
        #expect(owners(serviceImport("a.b", ips: ["10.0.0.1"])).isEmpty)
        #expect(owners(serviceImport(String(repeating: "w", count: 64), ips: ["10.0.0.1"])).isEmpty)
    }

    @Test("The infrastructure stands whether or not the name server has addresses")
    func infrastructure() {
        let owners = ZoneCompiler(origin: zone("clusterset.local."), options: ZoneOptions()).infrastructure()
        #expect(
            owners.map { "\($0.name)" } == [
                "dns.clusterset.local.", "pod.clusterset.local.", "svc.clusterset.local.",
                "dns-version.clusterset.local.", "ns.dns.clusterset.local.", "clusterset.local.",
            ])
    }

    /// Weight and port of each answer record, whose owner is a pointer.
    private func services(_ image: AnswerImage) -> [(weight: UInt16, port: UInt16)] {
        let view = image.view
        var records: [(UInt16, UInt16)] = []
        var start = 0
        while start < view.answerLength {
            func number(_ offset: Int) -> UInt16 {
                UInt16(view.octets[start + offset]) << 8 | UInt16(view.octets[start + offset + 1])
            }
            records.append((number(14), number(16)))
            start += 12 + Int(number(10))
        }
        return records
    }
}

extension AnswerImage {
    // A view may not escape into the closures of `#expect`; its numbers may.
    fileprivate var answerCount: Int { view.answerCount }
    fileprivate var answerLength: Int { view.answerLength }
    fileprivate var additionalCount: Int { view.additionalCount }
}
