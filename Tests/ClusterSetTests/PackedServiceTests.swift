import DNSWire
import Testing

@testable import ClusterSet

struct PackedServiceTests {
    private static let ports = [port("http", 80), port("dns", 53, .udp), port("", 9, .sctp)]

    private static let services: [Service] = [
        Service(kind: .clusterSetIP),
        Service(kind: .headless, hidesWhenEmpty: false),
        Service(kind: .clusterSetIP, addresses: Few([.v4(0x0A00_0001)]), ports: Few([port("http", 80)])),
        Service(
            kind: .clusterSetIP, addresses: Few([.v6(0xFD00 << 112 | 1), .v4(.max)]), ports: Few(ports),
            slices: .counted([
                SliceCount(slice("db-1", of: "db", [])),
                SliceCount(slice("other", of: "db", cluster: nil, [endpoint("10.0.0.1", isReady: false)])),
            ])),
        Service(
            slices: .whole([
                slice("d", of: "db", cluster: nil, []),
                slice(
                    "db-a", of: "db", cluster: "member.Location",
                    (0..<200).map { endpoint("10.0.0.\($0)", hostname: "pod-\($0)", isReady: $0 % 2 == 0) },
                    ports: ports),
                slice("db-b", of: "db", [endpoint(), endpoint("fd00::1", "10.0.0.1", hostname: "")]),
            ])),
    ]

    @Test("A service is read from its octets as it was written", arguments: services)
    func roundTrip(service: Service) {
        let octets = PackedService.octets(of: service, named: "db")
        let packed = PackedService(octets.span)
        let (name, kind, sliceNames) = (packed.name, packed.kind, packed.sliceNames)
        let (read, copy) = (packed.service(in: "shop"), packed.copy)
        #expect(name == "db")
        #expect(kind == service.kind)
        #expect(sliceNames == service.slices.names)
        #expect(read == service)
        #expect(copy == octets)
    }

    @Test("The age of a slice is kept")
    func age() {
        var old = slice("s", of: "db", [endpoint("10.0.0.1")])
        old.created = 1_700_000_000
        let octets = PackedService.octets(of: Service(slices: .whole([old])), named: "db")
        let read = PackedService(octets.span).service(in: "shop")
        #expect(read.slices.whole == [old])
    }

    @Test(
        "Names are told apart, whatever they have in common", arguments: ["db", "d", "dc", "db-", "db-1", ""])
    func names(text: String) {
        let slices = Slices.whole([slice("d", of: "db", []), slice("db-1", of: "db", [])])
        let octets = PackedService.octets(of: Service(slices: slices), named: "db")
        let packed = PackedService(octets.span)
        let isNamed = packed.isNamed(text.utf8Span.span)
        let hasSlice = packed.hasSlice(named: text.utf8Span.span)
        #expect(isNamed == (text == "db"))
        #expect(hasSlice == ["d", "db-1"].contains(text))
    }

    @Test("A service holds an object that says the same, and none that says anything else")
    func holding() {
        let object = serviceImport("db", ips: ["10.0.0.1"], ports: [port("http", 80)])
        let held = slice("s", of: "db", [endpoint("10.0.0.2")])
        var service = Service(slices: .whole([held]))
        let whole = PackedService.octets(of: service, named: "db")
        service.set(object)
        let counted = PackedService.octets(of: service, named: "db")

        #expect(!holds(whole, object))
        #expect(holds(counted, object))
        for other in [
            serviceImport("db", .headless, ips: ["10.0.0.1"], ports: [port("http", 80)]),
            serviceImport("db", ips: ["10.0.0.3"], ports: [port("http", 80)]),
            serviceImport("db", ips: ["10.0.0.1"]),
        ] {
            #expect(!holds(counted, other))
        }

        let moved = slice("s", of: "db", [endpoint("10.0.0.9")])
        let more = slice("s", of: "db", [endpoint("10.0.0.2"), endpoint("10.0.0.3")])
        #expect(holds(whole, held))
        #expect(!holds(whole, moved))
        #expect(holds(counted, moved))
        #expect(!holds(counted, more))
    }

    private func holds(_ octets: [UInt8], _ object: ServiceImport) -> Bool {
        PackedService(octets.span).holds(object)
    }

    private func holds(_ octets: [UInt8], _ slice: EndpointSlice) -> Bool {
        PackedService(octets.span).holds(slice)
    }
}
