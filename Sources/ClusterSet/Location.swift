import DNSWire

/// One port of a target: what an SRV record is made from (RFC 2782).
struct Location {
    /// What makes two locations the same SRV record.
    struct Identity: Hashable {
        let target: Int
        let number: UInt16
    }

    /// An index into the targets.
    let target: Int
    let port: ServicePort
    /// At how many of the target's addresses the port is.
    let addressCount: Int

    var identity: Identity { Identity(target: target, number: port.number) }
}

/// A host that SRV records point to, and its addresses, each once.
struct Target {
    let name: Name
    var addresses: [IPAddress]
}
