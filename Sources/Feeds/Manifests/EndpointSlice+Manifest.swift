import ClusterSet

extension EndpointSlice {
    /// From the fields of discovery.k8s.io/v1; `service` is the label that makes the slice ours.
    init(_ root: YAMLField, id: ObjectName, service: String) throws(YAMLError) {
        self.init(
            id: id, service: service,
            cluster: try ClusterID(root["metadata"]["labels"]["multicluster.kubernetes.io/source-cluster"]),
            endpoints: try root["endpoints"].items().map { (endpoint) throws(YAMLError) in
                try Endpoint(endpoint)
            },
            ports: try root["ports"].items().map { (port) throws(YAMLError) in try ServicePort(port) }
                .compactMap(\.self)
        )
    }
}

extension Endpoint {
    init(_ endpoint: YAMLField) throws(YAMLError) {
        self.init(
            addresses: try endpoint["addresses"].items().map { (address) throws(YAMLError) in
                try address.requiredString()
            },
            hostname: try endpoint["hostname"].string(),
            isReady: try endpoint["conditions"]["ready"].bool() ?? true
        )
    }
}

extension ClusterID {
    /// Nil when the label is absent.
    fileprivate init?(_ label: YAMLField) throws(YAMLError) {
        guard let text = try label.string() else { return nil }
        guard let id = ClusterID(text) else { throw label.expected("one DNS label, or two joined by a dot") }
        self = id
    }
}
