/// A port of a ServiceImport or an EndpointSlice.
package struct ServicePort: Hashable, Sendable {
    /// Empty when the port has no name.
    package var name: String
    package var transport: TransportProtocol
    package var number: UInt16

    package init(name: String, transport: TransportProtocol, number: UInt16) {
        self.name = name
        self.transport = transport
        self.number = number
    }
}

/// The protocol of a port; absent in the object means TCP.
package enum TransportProtocol: String, Hashable, Sendable {
    case tcp = "TCP"
    case udp = "UDP"
    case sctp = "SCTP"
}
