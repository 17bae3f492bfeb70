import ClusterSet
import DNSWire

/// The name of `text`, which a test has written well.
func zone(_ text: String) -> Name { Name(text) ?? .root }

/// An import in the namespace `shop`.
func serviceImport(
    _ name: String, _ kind: ServiceImport.Kind = .clusterSetIP, ips: [String] = [], ports: [ServicePort] = []
) -> ServiceImport {
    ServiceImport(id: ObjectName(namespace: "shop", name: name), kind: kind, ips: ips, ports: ports)
}

/// A slice in the namespace `shop`.
func slice(
    _ name: String, of service: String, cluster: String? = "east", _ endpoints: [Endpoint],
    ports: [ServicePort] = []
) -> EndpointSlice {
    EndpointSlice(
        id: ObjectName(namespace: "shop", name: name), service: service,
        cluster: cluster.flatMap { ClusterID($0) }, endpoints: endpoints, ports: ports)
}

/// A ready endpoint.
func endpoint(_ addresses: String..., hostname: String? = nil, isReady: Bool = true) -> Endpoint {
    Endpoint(addresses: addresses, hostname: hostname, isReady: isReady)
}

func port(_ name: String, _ number: UInt16, _ transport: TransportProtocol = .tcp) -> ServicePort {
    ServicePort(name: name, transport: transport, number: number)
}
