import CPosix
import Glibc

/// An IPv4 or IPv6 address with a port.
package struct SocketAddress: Hashable, Sendable {
    /// The address as one number; IPv4 is mapped (::ffff:a.b.c.d, RFC 4291 §2.5.5.2).
    package var address: UInt128
    package var port: UInt16
    /// The interface of a link-local IPv6 address; otherwise 0.
    package var scope: UInt32

    package init(address: UInt128, port: UInt16, scope: UInt32 = 0) {
        self.address = address
        self.port = port
        self.scope = scope
    }

    /// `address` is an IPv4 address.
    package init(ipv4 address: UInt32, port: UInt16) {
        self.init(address: 0xFFFF_0000_0000 | UInt128(address), port: port)
    }

    /// All addresses of both families.
    package static func wildcard(port: UInt16) -> Self { Self(address: 0, port: port) }

    package var isIPv4: Bool { address >> 32 == 0xFFFF }

    /// `0.0.0.0` or `::`.
    package var isWildcard: Bool { isIPv4 ? UInt32(truncatingIfNeeded: address) == 0 : address == 0 }

    /// The same address with another port.
    package func with(port: UInt16) -> Self { Self(address: address, port: port, scope: scope) }
}

extension SocketAddress {
    init(_ raw: csd_address) {
        self.init(address: UInt128(raw.high) << 64 | UInt128(raw.low), port: raw.port, scope: raw.scope)
    }

    var raw: csd_address {
        csd_address(
            high: UInt64(truncatingIfNeeded: address >> 64), low: UInt64(truncatingIfNeeded: address),
            scope: scope, port: port)
    }

    /// AF_INET or AF_INET6.
    var family: CInt { isIPv4 ? AF_INET : AF_INET6 }
}
