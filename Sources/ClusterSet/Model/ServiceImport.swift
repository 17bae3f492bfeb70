package import DNSWire

/// What DNS needs of a ServiceImport (multicluster.x-k8s.io v1alpha1 and v1beta1; KEP-1645 "ServiceImport").
package struct ServiceImport: Hashable, Sendable {
    /// `spec.type`; it alone decides which schema holds.
    package enum Kind: Hashable, Sendable { case clusterSetIP, headless }

    package var id: ObjectName
    package var kind: Kind
    /// The addresses of `spec.ips`, junk left out, each once, in the order given.
    package var addresses: Few<IPAddress>
    package var ports: Few<ServicePort>
    /// Whether EndpointSlices tell how the service fares; false when `status.endpointSliceObjects` is `Absent`.
    package var hasSlices: Bool

    package init(
        id: ObjectName, kind: Kind, ips: [String], ports: [ServicePort], hasSlices: Bool = true
    ) {
        self.id = id
        self.kind = kind
        self.addresses = Few(distinct: ips.lazy.compactMap { IPAddress($0) })
        self.ports = Few(ports)
        self.hasSlices = hasSlices
    }
}
