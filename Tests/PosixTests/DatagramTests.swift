import Dispatch
import Glibc
import Posix
import Testing

@Suite("A batch of datagrams")
struct DatagramTests {
    @Test(
        "A reply leaves from the address that was asked",
        arguments: [
            ("0.0.0.0", "127.0.0.1"), ("0.0.0.0", "127.0.0.2"), ("::", "127.0.0.3"), ("::", "::1"),
            ("127.0.0.1", "127.0.0.1"), ("::1", "::1"),
        ])
    func source(listening: String, asked: String) throws {
        let server = try bound(listening)
        let target = try #require(SocketAddress(asked, port: server.localAddress().port))
        let client = try Socket(.datagram, for: target)
        // A connected socket takes datagrams from that address alone.
        try client.connect(to: target)
        send([1, 2, 3], client)

        var inbox = DatagramInbox()
        var outbox = DatagramOutbox()
        try inbox.receive(from: server)
        #expect(inbox.count == 1)
        let (peer, local, origin) = (inbox.peer(0), inbox.local(0), try client.localAddress())
        #expect(peer == origin)
        #expect(local == (listening == asked ? .wildcard(port: 0) : target.with(port: 0)))
        echo(inbox, &outbox)
        let refused = outbox.send(on: server)
        #expect(refused == 0)

        var octets = [UInt8](repeating: 0, count: 8)
        var room = octets.mutableSpan
        let progress = client.read(into: &room)
        #expect(progress == .octets(3))
        #expect(octets.starts(with: [1, 2, 3]))
    }

    @Test("What waits is taken in one batch of at most 32, in order")
    func batch() throws {
        let server = try bound("127.0.0.1")
        let client = try Socket(.datagram, for: server.localAddress())
        try client.connect(to: server.localAddress())
        for number in 0..<40 { send([UInt8(number)], client) }

        var inbox = DatagramInbox()
        var numbers: [UInt8] = []
        var counts: [Int] = []
        while numbers.count < 40 {
            try inbox.receive(from: server)
            counts.append(inbox.count)
            for index in 0..<inbox.count { numbers.append(inbox.octets(index)[0]) }
        }
        #expect(numbers == Array(0..<40))
        #expect(counts == [32, 8])
    }

    @Test("A datagram over 4096 octets is cut and says so", arguments: [(4096, false), (4097, true)])
    func cut(size: Int, isCut: Bool) throws {
        let server = try bound("127.0.0.1")
        let client = try Socket(.datagram, for: server.localAddress())
        try client.connect(to: server.localAddress())
        send([UInt8](repeating: 7, count: size), client)

        var inbox = DatagramInbox()
        try inbox.receive(from: server)
        let (wasCut, count) = (inbox.isCut(0), inbox.octets(0).count)
        #expect(wasCut == isCut)
        #expect(count == 4096)
    }

    @Test("A datagram that the kernel refuses is counted, and the others go out")
    func refused() throws {
        let server = try bound("127.0.0.1")
        let client = try Socket(.datagram, for: server.localAddress())
        try client.connect(to: server.localAddress())
        for number in 0..<3 { send([UInt8(number)], client) }
        var inbox = DatagramInbox()
        try inbox.receive(from: server)
        #expect(inbox.count == 3)

        // An IPv4 socket that is bound to another address cannot send from 127.0.0.1 to an IPv6 address.
        var outbox = DatagramOutbox()
        echo(inbox, &outbox)
        let other = try Socket(.datagram, for: #require(SocketAddress("::1", port: 0)))
        try other.setIPv6Only(true)
        let refused = outbox.send(on: other)
        #expect(refused == 3)
        echo(inbox, &outbox)
        let refusedAgain = outbox.send(on: server)
        #expect(refusedAgain == 0)
    }

    @Test("Shutting a socket down wakes its reader: first what waits, then nothing")
    func shutDown() throws {
        let server = try bound("127.0.0.1")
        let client = try Socket(.datagram, for: server.localAddress())
        try client.connect(to: server.localAddress())
        send([1], client)
        server.shutDownReading()

        var inbox = DatagramInbox()
        try inbox.receive(from: server)
        #expect(inbox.count == 1)
        try inbox.receive(from: server)
        #expect(inbox.count == 0)
    }

    private func echo(_ inbox: borrowing DatagramInbox, _ outbox: inout DatagramOutbox) {
        for index in 0..<inbox.count {
            let octets = inbox.octets(index)
            var room = outbox.next
            for offset in octets.indices { room[offset] = octets[offset] }
            outbox.reply(length: octets.count, to: index, of: inbox)
        }
    }

    private func send(_ octets: [UInt8], _ client: borrowing Socket) {
        let progress = client.write(octets.span)
        #expect(progress == .octets(octets.count))
    }

    private func bound(_ host: String) throws -> Socket {
        let address = try #require(SocketAddress(host, port: 0))
        let socket = try Socket(.datagram, for: address)
        if socket.isIPv6 { try socket.setIPv6Only(false) }
        if address.isWildcard { try socket.tellLocalAddress() }
        try socket.bind(to: address)
        return socket
    }
}
