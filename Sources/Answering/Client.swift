package import DNSWire

/// Who asks, and how the query came.
@usableFromInline
package struct Client: Sendable {
    package enum Transport: UInt8, Sendable { case udp, tcp, tls }
    /// The client's address; IPv4 is mapped (::ffff:a.b.c.d).
    package var address: UInt128
    package var port: UInt16
    /// The address and port that were asked.
    package var localAddress: UInt128
    package var localPort: UInt16
    package var transport: Transport
    package init(
        address: UInt128, port: UInt16, localAddress: UInt128, localPort: UInt16, transport: Transport
    ) {
        self.address = address
        self.port = port
        self.localAddress = localAddress
        self.localPort = localPort
        self.transport = transport
    }
}

extension Client {
    /// A client that nobody looks at: only how its query came is known.
    package init(unseen transport: Transport) {
        self.init(address: 0, port: 0, localAddress: 0, localPort: 0, transport: transport)
    }

    /// The client's address.
    package var ipAddress: IPAddress { IPAddress(mapped: address) }
    /// The address that was asked.
    package var localIPAddress: IPAddress { IPAddress(mapped: localAddress) }
}

extension IPAddress {
    /// The address that 128 bits are: an IPv4 address where they are its mapped form (RFC 4291 §2.5.5.2).
    package init(mapped bits: UInt128) {
        self = bits >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: bits)) : .v6(bits)
    }
}
