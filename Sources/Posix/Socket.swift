import CPosix
import Glibc

/// A UDP or TCP socket.
package struct Socket: ~Copyable, Sendable {
    package enum Kind: Sendable { case datagram, stream }

    package let descriptor: FileDescriptor
    /// AF_INET or AF_INET6: the form in which addresses are written.
    private let family: CInt

    package var isIPv6: Bool { family == AF_INET6 }

    /// A blocking socket for addresses like `address`.
    package init(_ kind: Kind, for address: SocketAddress) throws(SystemError) {
        let type = kind == .datagram ? SOCK_DGRAM : SOCK_STREAM
        let flags = CInt(bitPattern: type.rawValue | SOCK_CLOEXEC.rawValue)
        family = address.family
        descriptor = FileDescriptor(owning: try checked(socket(family, flags, 0), "socket", "\(address)"))
    }

    private init(owning number: CInt, family: CInt) {
        descriptor = FileDescriptor(owning: number)
        self.family = family
    }

    /// Takes `address`, exclusively unless `isShared` was called before.
    package func bind(to address: SocketAddress) throws(SystemError) {
        var raw = address.raw
        // Safe: the function reads one address.
        let result = unsafe csd_bind(descriptor.number, family, &raw)
        _ = try checkedNegated(result, "bind", "\(address)")
    }

    /// Connects to `address`, waiting until it is done if the socket is blocking.
    package func connect(to address: SocketAddress) throws(SystemError) {
        var raw = address.raw
        // Safe: the function reads one address.
        let result = unsafe csd_connect(descriptor.number, family, &raw)
        _ = try checkedNegated(result, "connect", "\(address)")
    }

    /// Lets clients connect, as many of them waiting at a time as the system allows.
    package func listen() throws(SystemError) {
        _ = try checked(Glibc.listen(descriptor.number, SOMAXCONN), "listen")
    }

    /// The address the socket is bound to.
    package func localAddress() throws(SystemError) -> SocketAddress {
        var raw = csd_address()
        // Safe: the function writes one address.
        let result = unsafe csd_local_address(descriptor.number, &raw)
        _ = try checkedNegated(result, "getsockname")
        return SocketAddress(raw)
    }

    /// The next client that waits, on a non-blocking socket of its own.
    package func accept() throws(SystemError) -> Connection {
        var peer = csd_address()
        // Safe: the function writes one address.
        let number = try unsafe checkedNegated(csd_accept(descriptor.number, &peer), "accept4")
        return Connection(socket: Socket(owning: number, family: family), peer: SocketAddress(peer))
    }

    /// A client that was accepted.
    package struct Connection: ~Copyable {
        package let socket: Socket
        package let peer: SocketAddress

        /// The socket alone.
        package consuming func intoSocket() -> Socket { socket }
    }
}
