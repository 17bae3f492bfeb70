import CPosix
import Glibc

extension Socket {
    /// Several sockets, also of several processes of one user, may be bound to the same address; the kernel
    /// spreads clients over them (SO_REUSEPORT).
    package func share() throws(SystemError) { try set(SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT") }

    /// An address may be taken while old connections to it are still in TIME_WAIT.
    package func reuseAddress() throws(SystemError) { try set(SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR") }

    /// Whether an IPv6 socket keeps away from IPv4.
    package func setIPv6Only(_ value: Bool) throws(SystemError) {
        try set(CInt(IPPROTO_IPV6), IPV6_V6ONLY, "IPV6_V6ONLY", to: value ? 1 : 0)
    }

    /// Each datagram comes with the address that it was sent to.
    package func tellLocalAddress() throws(SystemError) {
        if isIPv6 {
            try set(CInt(IPPROTO_IPV6), IPV6_RECVPKTINFO, "IPV6_RECVPKTINFO")
        } else {
            try set(CInt(IPPROTO_IP), IP_PKTINFO, "IP_PKTINFO")
        }
    }

    /// Small segments leave at once. (Accepted connections inherit it from their listener.)
    package func disableDelay() throws(SystemError) {
        try set(CInt(IPPROTO_TCP), TCP_NODELAY, "TCP_NODELAY")
    }

    /// The kernel gives up on a peer that acknowledges nothing for `milliseconds`, also after close(2).
    package func setUserTimeout(milliseconds: UInt32) throws(SystemError) {
        try set(
            CInt(IPPROTO_TCP), TCP_USER_TIMEOUT, "TCP_USER_TIMEOUT",
            to: CInt(clamping: milliseconds))
    }

    /// A read or a wait for a datagram fails with EAGAIN after `milliseconds`.
    package func setReceiveTimeout(milliseconds: Int) throws(SystemError) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // Safe: the kernel reads one `timeval`.
        let result = unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        _ = try checked(result, "setsockopt", "SO_RCVTIMEO")
    }

    /// Asks for kernel buffers of `octets`; fewer are granted in silence.
    package func setBuffers(octets: Int) { csd_set_buffers(descriptor.number, CInt(clamping: octets)) }

    /// Calls on this socket return at once.
    package func setNonblocking() throws(SystemError) {
        let flags = try checked(fcntl(descriptor.number, F_GETFL), "fcntl")
        _ = try checked(fcntl(descriptor.number, F_SETFL, flags | O_NONBLOCK), "fcntl")
    }

    private func set(
        _ level: CInt, _ option: CInt, _ name: String, to value: CInt = 1
    ) throws(SystemError) {
        var value = value
        let size = socklen_t(MemoryLayout<CInt>.size)
        // Safe: the kernel reads one number.
        let result = unsafe setsockopt(descriptor.number, level, option, &value, size)
        _ = try checked(result, "setsockopt", name)
    }
}
