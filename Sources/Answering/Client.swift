package import DNSWire

/// Who asks, and how the query came.
@usableFromInline
package struct Client: BitwiseCopyable, Sendable {
    @usableFromInline
    package enum Transport: UInt8, BitwiseCopyable, Sendable { case udp, tcp, tls }
    /// The client's address; IPv4 is mapped (::ffff:a.b.c.d).
    @usableFromInline package var address: UInt128
    /// The address that was asked, in the same form.
    @usableFromInline package var localAddress: UInt128
    @usableFromInline package var port: UInt16
    /// The port that was asked.
    @usableFromInline package var localPort: UInt16
    @usableFromInline package var transport: Transport
    @inlinable
    package init(
        address: UInt128, port: UInt16, localAddress: UInt128, localPort: UInt16, transport: Transport
    ) {
        self.address = address
        self.localAddress = localAddress
        self.port = port
        self.localPort = localPort
        self.transport = transport
    }
}

extension Client {
    /// A client that nobody looks at: only how its query came is known.
    @inlinable
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
