package import DNSWire

/// What DNS needs of an EndpointSlice (discovery.k8s.io/v1) that carries the label `multicluster.kubernetes.io/service-name`.
package struct EndpointSlice: Hashable, Sendable {
    package var id: ObjectName
    /// The ServiceImport it belongs to: the label's value, in the slice's namespace.
    package var service: String
    /// The label `multicluster.kubernetes.io/source-cluster`; nil when absent.
    package var cluster: ClusterID?
    package var endpoints: Few<Endpoint>
    /// Ports with a number; a slice without ports has none.
    package var ports: Few<ServicePort>
    /// When the slice was made, in Unix seconds; nil when it does not say.
    package var created: UInt32?

    /// The service it belongs to.
    var serviceID: ObjectName { ObjectName(namespace: id.namespace, name: service) }

    package init(
        id: ObjectName, service: String, cluster: ClusterID?, endpoints: [Endpoint], ports: [ServicePort],
        created: UInt32? = nil
    ) {
        self.id = id
        self.service = service
        self.cluster = cluster
        self.endpoints = Few(endpoints)
        self.ports = Few(ports)
        self.created = created
    }
}

/// One endpoint of a slice.
package struct Endpoint: Hashable, Sendable {
    /// Junk left out, each once, in the order given.
    package var addresses: Few<IPAddress>
    /// Nil or empty: the endpoint is named after its address.
    package var hostname: String?
    /// `conditions.ready`; absent counts as ready.
    package var isReady: Bool

    package init(addresses: [String], hostname: String?, isReady: Bool) {
        self.addresses = Few(distinct: addresses.lazy.compactMap { IPAddress($0) })
        self.hostname = hostname
        self.isReady = isReady
    }

    init(at addresses: Few<IPAddress>, hostname: String?, isReady: Bool) {
        self.addresses = addresses
        self.hostname = hostname
        self.isReady = isReady
    }
}
