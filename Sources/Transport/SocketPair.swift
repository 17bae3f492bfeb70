import Posix

/// A UDP socket and a listening TCP socket, bound to the same address and port.
struct SocketPair: ~Copyable {
    let datagrams: Socket
    let streams: Socket
    /// What they are bound to.
    let address: SocketAddress

    /// Opens both at `address`. Port 0 stands for one that is free for both; `::` for all IPv4 addresses where there is
    /// no IPv6.
    static func open(at address: SocketAddress) throws(SystemError) -> SocketPair {
        var attempts = 32
        while true {
            do throws(SystemError) {
                return try SocketPair(at: address)
            } catch {
                if error.isFamilyMissing, address == .wildcard(port: address.port) {
                    return try open(at: SocketAddress(ipv4: 0, port: address.port))
                }
                // Some other server may have the port for TCP that the kernel chose for UDP.
                attempts -= 1
                guard address.port == 0, error.isAddressInUse, attempts > 0 else { throw error }
            }
        }
    }

    /// The listening TCP socket alone, where there is nothing for datagrams.
    static func openStream(at address: SocketAddress) throws(SystemError) -> Socket {
        do throws(SystemError) {
            let streams = try bound(.stream, to: address)
            try listen(on: streams)
            return streams
        } catch {
            guard error.isFamilyMissing, address == .wildcard(port: address.port) else { throw error }
            return try openStream(at: SocketAddress(ipv4: 0, port: address.port))
        }
    }

    private init(at address: SocketAddress) throws(SystemError) {
        let datagrams = try Self.bound(.datagram, to: address)
        let taken = try datagrams.localAddress()
        let streams = try Self.bound(.stream, to: taken, isExclusive: address.port == 0)
        datagrams.setBuffers(octets: 4 * 1024 * 1024)
        try Self.listen(on: streams)
        self.datagrams = datagrams
        self.streams = streams
        self.address = taken
    }

    private static func listen(on streams: borrowing Socket) throws(SystemError) {
        try streams.disableDelay()
        try streams.setNonblocking()
        try streams.listen()
    }

    /// A port that the kernel chooses must be free, or two servers that let it choose could come to share one: such a
    /// socket is shared only once it is bound.
    private static func bound(
        _ kind: Socket.Kind, to address: SocketAddress, isExclusive: Bool = false
    ) throws(SystemError) -> Socket {
        let socket = try Socket(kind, for: address)
        if socket.isIPv6 { try socket.setIPv6Only(!address.isWildcard) }
        if kind == .stream { try socket.reuseAddress() }
        if kind == .datagram, address.isWildcard { try socket.tellLocalAddress() }
        let isExclusive = isExclusive || address.port == 0
        if !isExclusive { try socket.share() }
        try socket.bind(to: address)
        if isExclusive { try socket.share() }
        return socket
    }
}
