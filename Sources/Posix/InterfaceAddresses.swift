import CPosix
import Glibc

/// Which addresses the network interfaces of this machine have.
package struct InterfaceAddresses: Sendable {
    /// One address of one interface.
    package struct Entry: Hashable, Sendable {
        /// `eth0`.
        package let interface: String
        /// The port is 0.
        package let address: SocketAddress
        package let isLoopback: Bool
    }

    /// In the kernel's order; interfaces that are down are left out.
    package let entries: [Entry]

    /// The addresses as they are now.
    package init() throws(SystemError) {
        var first: UnsafeMutablePointer<ifaddrs>?
        // Safe: getifaddrs stores the head of a list that is ours until freeifaddrs.
        _ = try unsafe checked(getifaddrs(&first), "getifaddrs")
        defer { unsafe freeifaddrs(first) }
        var entries: [Entry] = []
        var next = unsafe first
        // Safe: every node of the list, its name and its address live until freeifaddrs.
        while let node = unsafe next {
            unsafe next = node.pointee.ifa_next
            let flags = unsafe node.pointee.ifa_flags
            var raw = csd_address()
            guard flags & UInt32(IFF_UP) != 0,
                unsafe csd_address_read(node.pointee.ifa_addr, &raw)
            else { continue }
            entries.append(
                Entry(
                    interface: unsafe String(cString: node.pointee.ifa_name), address: SocketAddress(raw),
                    isLoopback: flags & UInt32(IFF_LOOPBACK) != 0))
        }
        self.entries = entries
    }

    /// The addresses of interface `name`.
    package subscript(name: String) -> [SocketAddress] {
        entries.filter { $0.interface == name }.map(\.address)
    }
}
