import ClusterSet

extension EndpointSlice {
    /// From the fields of discovery.k8s.io/v1; `service` is the label that makes the slice ours.
    ///
    /// A cluster whose label is no `ClusterID` (KEP-2149 has longer ones) costs the endpoints their names, and sets `remark`.
    init<Field: ObjectField & ~Escapable>(
        _ root: Field, id: ObjectName, service: String, remark: inout Field.Failure?
    ) throws(Field.Failure) {
        let label = try root["metadata"]["labels"]["multicluster.kubernetes.io/source-cluster"]
        let cluster = try label.string()
        self.init(
            id: id, service: service, cluster: cluster.flatMap { ClusterID($0) },
            endpoints: try root["endpoints"].items { (endpoint) throws(Field.Failure) in
                try Endpoint(endpoint)
            },
            ports: try root["ports"].items { (port) throws(Field.Failure) in try ServicePort(port) }
                .compactMap(\.self)
        )
        if cluster != nil, self.cluster == nil {
            remark = label.expected("one DNS label, or two joined by a dot")
        }
    }
}

extension Endpoint {
    init<Field: ObjectField & ~Escapable>(_ endpoint: Field) throws(Field.Failure) {
        self.init(
            addresses: try endpoint["addresses"].items { (address) throws(Field.Failure) in
                try address.requiredString()
            },
            hostname: try endpoint["hostname"].string(),
            isReady: try endpoint["conditions"]["ready"].bool() ?? true
        )
    }
}
