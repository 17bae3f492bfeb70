import DNSWire
import RecordStore
import TestSupport
import Testing

@testable import ClusterSet

struct ZoneTests {
    @Test(
        "Whatever the order of changes, the same objects make the same names and answers", arguments: 0..<32)
    func order(seed: UInt64) {
        var random = SplitMix(state: seed)
        var world = World()
        let zone = PublishedZone()
        for _ in 0..<40 {
            var changes: [Change] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                changes += world.changes(using: &random)
            }
            for id in zone.apply(changes) { zone.apply([world.slices(of: id)]) }
            // Said again, it changes nothing.
            let serial = zone.serial
            zone.apply(changes.suffix(1))
            #expect(zone.serial == serial)
        }
        let fresh = PublishedZone()
        fresh.apply([world.everything.shuffled(using: &random)].flatMap(\.self))
        #expect(zone.snapshot == fresh.snapshot)
        #expect(zone.snapshot.count == zone.count)

        zone.apply(World().list)
        #expect(zone.snapshot == PublishedZone().snapshot)
    }

    @Test("A batch has one serial, however much it changes, and none when nothing visible does")
    func serial() {
        let zone = PublishedZone()
        let imports = (0..<10).map { Change.putImport(serviceImport("web-\($0)", ips: ["10.0.0.1"])) }
        #expect(zone.serial == 1000)
        zone.apply(imports, now: 900)
        #expect(zone.serial == 1001)
        zone.apply(imports, now: 2000)
        #expect(zone.serial == 1001)
        zone.apply([.putSlice(slice("s", of: "web-1", [endpoint("10.0.0.9")]))], now: 2000)
        #expect(zone.serial == 1001)
        zone.apply([.removeImport(ObjectName(namespace: "shop", name: "web-1"))], now: 2000)
        #expect(zone.serial == 2000)
    }

    @Test("What is counted of objects is what there is, whatever came before", arguments: 0..<32)
    func objectCounts(seed: UInt64) {
        var random = SplitMix(state: seed)
        var world = World()
        let zone = PublishedZone()
        var endpoints: [ClusterID?: [Int]] = [:]
        for _ in 0..<40 {
            let changes = (0..<3).flatMap { _ in world.changes(using: &random) }
            for id in zone.apply(changes) { zone.apply([world.slices(of: id)]) }
            for difference in zone.takeEndpoints() {
                let more = [difference.slices, difference.ready, difference.unready]
                endpoints[difference.cluster] = zip(endpoints[difference.cluster] ?? [0, 0, 0], more).map(+)
            }
            #expect(zone.count(of: .serviceImports) == world.importCount)
            #expect(zone.count(of: .endpointSlices) == world.endpoints.values.reduce(0) { $0 + $1[0] })
            #expect(endpoints.filter { $0.value[0] != 0 } == world.endpoints)
            #expect(zone.takeEndpoints().isEmpty)
        }
    }

    @Test("What is published and removed is counted: names, and how often any of them changed")
    func counts() {
        let zone = PublishedZone()
        #expect(zone.counts == ZoneCounts())
        // The service's name, and that of its namespace.
        let put = Change.putImport(serviceImport("web", ips: ["10.0.0.1"]))
        zone.apply([put])
        let first = zone.counts
        #expect(first.publications == 1)
        #expect(first.ownersPublished == zone.count - PublishedZone().count)
        zone.apply([put, .removeSlice(ObjectName(namespace: "shop", name: "s"))])
        #expect(zone.counts == first)
        zone.apply([.removeImport(ObjectName(namespace: "shop", name: "web"))])
        #expect(zone.counts.publications == 2)
        #expect(zone.counts.ownersRemoved == first.ownersPublished)
        #expect(zone.counts.ownersPublished == first.ownersPublished)
    }

    @Test("Absurd objects cost themselves only")
    func absurd() {
        let zone = PublishedZone()
        let long = String(repeating: "x", count: 300)
        let odd = ["", ".", "..", "a.b", "_", "-", "*", "\u{0}", "é", long]
        var changes: [Change] = odd.flatMap { text -> [Change] in
            let id = ObjectName(namespace: text, name: text)
            return [
                .putImport(ServiceImport(id: id, kind: .headless, ips: odd, ports: odd.map { port($0, 1) })),
                .putSlice(
                    EndpointSlice(
                        id: id, service: text, cluster: ClusterID(text),
                        endpoints: odd.map {
                            Endpoint(addresses: odd + ["10.0.0.1"], hostname: $0, isReady: true)
                        },
                        ports: odd.map { port($0, 1) })),
            ]
        }
        changes.append(
            .putImport(serviceImport("web", ips: odd + ["10.0.0.1"], ports: odd.map { port($0, 80) })))
        zone.apply(changes)
        #expect(zone.snapshot["web.shop.svc.clusterset.local."] != nil)
        #expect(zone.count == PublishedZone().count + 2)
    }
}

/// Objects of a small world, in which changes hit the same ones again and again.
private struct World {
    private var imports: [ObjectName: ServiceImport] = [:]
    private var slices: [ObjectName: EndpointSlice] = [:]

    var everything: [Change] { imports.values.map { .putImport($0) } + slices.values.map { .putSlice($0) } }

    /// Everything, as a feed that lists its objects tells it.
    var list: [Change] {
        let (imports, slices) = (imports.values, slices.values)
        return [.beginList(.serviceImports)] + imports.map { .putImport($0) } + [.endList(.serviceImports)]
            + [.beginList(.endpointSlices)] + slices.map { .putSlice($0) } + [.endList(.endpointSlices)]
    }

    var importCount: Int { imports.count }

    /// How many slices, ready and other endpoints each cluster has.
    var endpoints: [ClusterID?: [Int]] {
        Dictionary(grouping: slices.values, by: \.cluster).mapValues { slices in
            let endpoints = slices.flatMap(\.endpoints)
            return [slices.count, endpoints.count(where: \.isReady), endpoints.count { !$0.isReady }]
        }
    }

    /// What a feed says when it is asked for the slices of `id`.
    func slices(of id: ObjectName) -> Change {
        .replaceSlices(
            of: id, slices.values.filter { $0.id.namespace == id.namespace && $0.service == id.name })
    }

    mutating func changes(using random: inout SplitMix) -> [Change] {
        let namespace = ["shop", "bar"].randomElement(using: &random) ?? ""
        let service = ["web", "db"].randomElement(using: &random) ?? ""
        let id = ObjectName(namespace: namespace, name: service)
        let ports = [port("http", 80), port("HTTP", 81), port("", 82), port("dns", 53, .udp)]
            .filter { _ in Bool.random(using: &random) }
        let addresses = ["10.0.0.1", "10.0.0.2", "None", "fd00::1"].filter { _ in Bool.random(using: &random)
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0...1:
            let object = ServiceImport(
                id: id, kind: Bool.random(using: &random) ? .headless : .clusterSetIP, ips: addresses,
                ports: ports)
            imports[id] = object
            return [.putImport(object)]
        case 2:
            imports[id] = nil
            return [.removeImport(id)]
        case 3...5:
            let name = ObjectName(
                namespace: namespace, name: ["s", "t", "u"].randomElement(using: &random) ?? "")
            let cluster = [nil, "east", "location", "member.location"].randomElement(using: &random) ?? nil
            let hostname = [nil, "", "member", "h", "a.b"].randomElement(using: &random) ?? nil
            let slice = EndpointSlice(
                id: name, service: service, cluster: cluster.flatMap { ClusterID($0) },
                endpoints: [
                    Endpoint(addresses: addresses, hostname: hostname, isReady: true),
                    Endpoint(addresses: ["10.9.9.9"], hostname: "x", isReady: false),
                ], ports: ports)
            slices[name] = slice
            return [.putSlice(slice)]
        case 6:
            let name = ObjectName(
                namespace: namespace, name: ["s", "t", "u"].randomElement(using: &random) ?? "")
            slices[name] = nil
            return [.removeSlice(name)]
        default:
            return list
        }
    }
}
