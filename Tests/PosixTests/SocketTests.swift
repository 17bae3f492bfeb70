import Glibc
import Posix
import Testing

@Suite("A socket")
struct SocketTests {
    @Test("An address in use is told with the address", arguments: ["127.0.0.1", "::1"])
    func inUse(host: String) throws {
        let first = try bound(.datagram, host)
        let address = try first.localAddress()
        let second = try Socket(.datagram, for: address)
        do throws(SystemError) {
            try second.bind(to: address)
            Issue.record("bound twice")
        } catch {
            #expect(error == SystemError("bind", code: EADDRINUSE, subject: "\(address)"))
        }
    }

    @Test(
        "Sockets that share an address may all be bound to it, even if the first was bound before it shared")
    func shared() throws {
        let first = try bound(.datagram, "127.0.0.1")
        try first.share()
        let address = try first.localAddress()
        let second = try Socket(.datagram, for: address)
        try second.share()
        try second.bind(to: address)
        let taken = try second.localAddress()
        #expect(taken == address)
    }

    @Test("A stream gives octets, then its end")
    func stream() throws {
        let listener = try bound(.stream, "127.0.0.1")
        try listener.listen()
        let client = try Socket(.stream, for: listener.localAddress())
        try client.connect(to: listener.localAddress())
        let connection = try listener.accept()
        let (peer, origin) = (connection.peer, try client.localAddress())
        #expect(peer == origin)
        let server = connection.intoSocket()

        var octets = [UInt8](repeating: 0, count: 8)
        expect(.wait, read(server, &octets))
        expect(.octets(3), client.write([1, 2, 3].span))
        client.shutDownWriting()
        expect(.octets(3), read(server, &octets))
        #expect(octets.starts(with: [1, 2, 3]))
        expect(.end, read(server, &octets))
        expect(.octets(1), server.write([4].span))
        expect(.octets(1), read(client, &octets))
    }

    @Test("Writing to a client that went away is an error, not a signal")
    func brokenPipe() throws {
        let listener = try bound(.stream, "127.0.0.1")
        try listener.listen()
        let server = try connectAndReset(listener)
        expect(.failed(ECONNRESET), server.write([1].span))
        expect(.failed(EPIPE), server.write([1].span))
    }

    /// A connection whose client has sent RST, by closing with something unread.
    private func connectAndReset(_ listener: borrowing Socket) throws -> Socket {
        let client = try Socket(.stream, for: listener.localAddress())
        try client.connect(to: listener.localAddress())
        let server = try listener.accept().intoSocket()
        expect(.octets(1), server.write([1].span))
        return server
    }

    private func bound(_ kind: Socket.Kind, _ host: String) throws -> Socket {
        let address = try #require(SocketAddress(host, port: 0))
        let socket = try Socket(kind, for: address)
        try socket.bind(to: address)
        return socket
    }

    private func expect(
        _ expected: Socket.Progress, _ progress: Socket.Progress,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(progress == expected, sourceLocation: location)
    }

    private func read(_ socket: borrowing Socket, _ octets: inout [UInt8]) -> Socket.Progress {
        var room = octets.mutableSpan
        return socket.read(into: &room)
    }
}
