import DNSWire
import RecordStore

@testable import ClusterSet

/// A zone, and what a reader finds in its store.
struct PublishedZone {
    private let zone: ClusterSetZone
    private let hash = OwnerHash(seed: 1)
    private let epochs: Epochs

    init(options: ZoneOptions = ZoneOptions()) {
        epochs = Epochs()
        zone = ClusterSetZone(
            origin: ClusterSetTests.zone("clusterset.local."), options: options, hash: hash, epochs: epochs,
            now: 1000)
    }

    /// Applies `changes`; returns the services whose slices are wanted again.
    @discardableResult
    func apply(_ changes: [Change], now: UInt32 = 0) -> [ObjectName] { zone.apply(changes, now: now) }

    /// What has been published so far.
    var counts: ZoneCounts { zone.counts }

    /// How many objects of a kind there are.
    func count(of kind: ObjectKind) -> Int { zone.count(of: kind) }

    /// What came and went of the clusters' endpoints since the last time.
    func takeEndpoints() -> [EndpointDifference] { zone.takeEndpoints() }

    /// How many owners are published.
    var count: Int { zone.store.count }

    /// The serial of the published SOA, in which 20 octets follow on the two names.
    var serial: UInt32? {
        guard let reader = epochs.makeReader() else { return nil }
        let section = ReadSection(reader)
        guard let soa = section.soa(of: zone.store) else { return nil }
        let start = soa.octets.count - 20
        return (0..<4).reduce(0) { $0 << 8 | UInt32(soa.octets[start + $1]) }
    }

    /// What stands at each name that objects of the tests may have, type by type and branch by branch.
    var snapshot: [String: [String: [UInt8]]] {
        guard let reader = epochs.makeReader() else { return [:] }
        let section = ReadSection(reader)
        var snapshot: [String: [String: [UInt8]]] = [:]
        for name in Self.candidates {
            let wire = name.wire
            guard let owner = section.owner(wire.span, hash: hash(wire.span), in: zone.store) else {
                continue
            }
            var content: [String: [UInt8]] = [:]
            for type in [RRType.a, .aaaa, .srv, .ns, .txt] {
                if let image = owner.image(for: type) { content["\(type.rawValue)"] = image.copy }
            }
            for labels in Self.branches {
                guard let branch = owner.branch(labels.span) else { continue }
                let image = branch.image(for: .srv)
                content[String(decoding: labels, as: UTF8.self)] = image?.copy ?? []
            }
            snapshot["\(name)"] = content
        }
        return snapshot
    }

    private static let branches: [[UInt8]] = ["http", "dns"].flatMap { name in
        [TransportProtocol.tcp, .udp].flatMap { transport in
            [Schema.branch(port(name, 0, transport)) ?? [], Schema.branch(transport)]
        }
    }

    private static let candidates: [Name] = {
        let origin = "clusterset.local."
        let hosts = ["member", "h", "x", "10-0-0-1", "10-0-0-2", "10-9-9-9", "fd00--1"]
        let clusters = ["east", "location", "member.location"]
        let below = clusters + clusters.flatMap { cluster in hosts.map { "\($0).\(cluster)" } }
        let services = ["web", "db"].flatMap { service in
            [service] + Set(below).map { "\($0).\(service)" }
        }
        let names = ["shop", "bar"].flatMap { namespace in
            ["\(namespace).svc.\(origin)"] + services.map { "\($0).\(namespace).svc.\(origin)" }
        }
        let infrastructure = ["", "dns.", "ns.dns.", "pod.", "svc.", "dns-version."].map { $0 + origin }
        return (names + infrastructure).compactMap { Name($0) }
    }()
}

extension ImageView {
    fileprivate var copy: [UInt8] { octets.indices.map { octets[$0] } }
}

extension Inventory {
    /// Applies `changes`; returns what the last of their pieces touched.
    mutating func apply(_ changes: [Change]) -> Before {
        take(changes)
        var last = Before()
        while let before = applyNext() { last = before }
        return last
    }
}
