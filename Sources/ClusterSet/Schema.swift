import DNSWire

/// Which names a zone has, in lower case (KEP-1645 "Specification"). A name that grows too long, or is no name, is nil.
struct Schema: Sendable {
    let origin: Name
    /// `svc.Z`, above all services.
    let services: Name?
    /// `ns.dns.Z`, the zone's name server.
    let nameServer: Name?
    /// `dns-version.Z`, whose TXT says which schema the zone follows.
    let version: Name?
    /// `dns.Z` and `pod.Z`: empty non-terminals that clients of a cluster's own zone know.
    let bare: [Name]

    init(origin: Name) {
        self.origin = origin.folded
        services = self.origin.prepending(label: "svc")
        let dns = self.origin.prepending(label: "dns")
        nameServer = dns?.prepending(label: "ns")
        version = self.origin.prepending(label: "dns-version")
        bare = [dns, self.origin.prepending(label: "pod")].compactMap { $0 }
    }

    /// `<ns>.svc.Z`
    func namespace(_ namespace: String) -> Name? {
        guard namespace.hostLabel == namespace else { return nil }
        return services?.prepending(label: namespace)
    }

    /// `<svc>.<ns>.svc.Z`
    func service(_ id: ObjectName) -> Name? {
        guard id.name.hostLabel == id.name else { return nil }
        return namespace(id.namespace)?.prepending(label: id.name)
    }

    /// `<cid>.<svc>.<ns>.svc.Z` and, for an id of two labels, the name above it: from the service down.
    func cluster(_ cluster: ClusterID, of service: Name) -> [Name]? {
        var names: [Name] = []
        for label in cluster.labels.reversed() {
            guard let name = (names.last ?? service).prepending(label: label) else { return nil }
            names.append(name)
        }
        return names
    }

    /// The first label of an endpoint's own name: its hostname, or its address with dashes; nil when the hostname is no label.
    static func label(of endpoint: Endpoint, at address: IPAddress) -> String? {
        guard let hostname = endpoint.hostname, !hostname.isEmpty else { return dashed(address) }
        return hostname.hostLabel
    }

    /// An address as a label: `10-42-42-42`, `2001-db8-5--0`.
    static func dashed(_ address: IPAddress) -> String {
        let text = String(address.description.map { ".:".contains($0) ? "-" : $0 })
        return text.hasSuffix("-") ? text + "0" : text
    }

    /// The labels left of a service that its port's SRV records stand at, in wire form: `05 _http 04 _tcp`; nil when the
    /// port has no name, or one that is no label.
    static func branch(_ port: ServicePort) -> [UInt8]? {
        guard let name = port.name.hostLabel, name.utf8.count < 63 else { return nil }
        var labels = [UInt8(name.utf8.count + 1), UInt8(ascii: "_")]
        labels.append(contentsOf: name.utf8)
        labels.append(contentsOf: branch(port.transport))
        return labels
    }

    private static let tcp = wireLabels("_tcp")
    private static let udp = wireLabels("_udp")
    private static let sctp = wireLabels("_sctp")

    /// The label of a protocol in wire form: `04 _tcp`.
    static func branch(_ transport: TransportProtocol) -> [UInt8] {
        switch transport {
        case .tcp: tcp
        case .udp: udp
        case .sctp: sctp
        }
    }
}
