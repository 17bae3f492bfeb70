import ClusterSet

extension EndpointSlice {
    /// From the fields of discovery.k8s.io/v1; `service` is the label that makes the slice ours. With `usesPodNames`,
    /// endpoints without a hostname are named after their pods.
    ///
    /// A cluster whose label is no `ClusterID` (KEP-2149 has longer ones) costs the endpoints their names, and sets `remark`.
    init<Field: ObjectField & ~Escapable>(
        _ root: Field, id: ObjectName, service: String, usesPodNames: Bool, remark: inout Field.Failure?
    ) throws(Field.Failure) {
        let label = try root["metadata"]["labels"]["multicluster.kubernetes.io/source-cluster"]
        let cluster = try label.string()
        self.init(
            id: id, service: service, cluster: cluster.flatMap { ClusterID($0) },
            endpoints: try root["endpoints"].items { (endpoint) throws(Field.Failure) in
                try Endpoint(endpoint, usesPodNames: usesPodNames)
            },
            ports: try root["ports"].items { (port) throws(Field.Failure) in try ServicePort(port) }
                .compactMap(\.self),
            created: try root["metadata"]["creationTimestamp"].string()
                .flatMap { Timestamp.seconds($0) }.flatMap { UInt32(exactly: $0.rounded(.down)) }
        )
        if cluster != nil, self.cluster == nil {
            remark = label.expected("one DNS label, or two joined by a dot")
        }
    }
}

extension Endpoint {
    init<Field: ObjectField & ~Escapable>(_ endpoint: Field, usesPodNames: Bool) throws(Field.Failure) {
        var hostname = try endpoint["hostname"].string() ?? ""
        if hostname.isEmpty, usesPodNames { hostname = try Endpoint.podName(endpoint["targetRef"]) ?? "" }
        self.init(
            addresses: try endpoint["addresses"].items { (address) throws(Field.Failure) in
                try address.requiredString()
            },
            hostname: hostname.isEmpty ? nil : hostname,
            isReady: try endpoint["conditions"]["ready"].bool() ?? true
        )
    }

    /// The name of the pod that `target` refers to, if it is one label: pods may have longer names than hosts.
    private static func podName<Field: ObjectField & ~Escapable>(
        _ target: Field
    ) throws(Field.Failure) -> String? {
        guard try target["kind"].string() == "Pod", let name = try target["name"].string() else { return nil }
        return ObjectName.isLabel(name) ? name : nil
    }
}
