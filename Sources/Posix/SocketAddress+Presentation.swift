import Glibc

extension SocketAddress {
    /// The address written as `text`: `192.0.2.1`, `2001:db8::1`, `fe80::1%eth0`; nil if it is none.
    package init?(_ text: String, port: UInt16) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 1, let ipv4 = Self.ipv4(text) {
            self.init(ipv4: ipv4, port: port)
            return
        }
        guard let ipv6 = Self.ipv6(String(parts[0])) else { return nil }
        self.init(address: ipv6, port: port)
        guard parts.count == 2 else { return }
        // Safe: if_nametoindex reads a string that ends with a zero octet and outlives the call.
        let index = unsafe if_nametoindex(String(parts[1]))
        guard index > 0 else { return nil }
        scope = index
    }

    private static func ipv4(_ text: String) -> UInt32? {
        var address = in_addr()
        // Safe: inet_pton reads a string that ends with a zero octet and writes one `in_addr`.
        guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
        return UInt32(bigEndian: address.s_addr)
    }

    private static func ipv6(_ text: String) -> UInt128? {
        var address: UInt128 = 0
        // Safe: inet_pton reads a string that ends with a zero octet and writes 16 octets.
        guard unsafe inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        return UInt128(bigEndian: address)
    }

    /// The address without its port.
    package var host: String {
        let text =
            isIPv4
            ? Self.text(of: UInt32(truncatingIfNeeded: address).bigEndian, family: AF_INET)
            : Self.text(of: address.bigEndian, family: AF_INET6)
        return scope == 0 ? text : "\(text)%\(scope)"
    }

    private static func text<Number: FixedWidthInteger>(of address: Number, family: CInt) -> String {
        var address = address
        return unsafe String(unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { octets in
            // Safe: inet_ntop reads an address of the family's size, which `address` is, and ends what it
            // writes with a zero octet, within the capacity it is told.
            unsafe octets.withMemoryRebound(to: CChar.self) { text in
                guard let start = text.baseAddress,
                    unsafe inet_ntop(family, &address, start, socklen_t(text.count)) != nil
                else { return 0 }
                return unsafe strlen(start)
            }
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `192.0.2.1:53`, `[2001:db8::1]:53`.
    package var description: String { isIPv4 ? "\(host):\(port)" : "[\(host)]:\(port)" }
}
