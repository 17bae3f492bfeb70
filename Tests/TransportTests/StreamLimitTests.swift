import Answering
import DNSWire
import Posix
import Testing

@testable import Transport

@Suite("Whatever TCP clients do, the server")
struct StreamLimitTests {
    @Test("serves others while many send one octet at a time, are idle, or are half closed")
    func slowClients() throws {
        var limits = StreamLimits()
        limits.read = 200_000_000
        let server = try TestServer(limits: limits)
        var slow: [Client] = []
        var others: [Client] = []
        let query = Message.frame(Message.query(1))
        for _ in 0..<50 { slow.append(try Client(server.address)) }
        for _ in 0..<200 { others.append(try Client(server.address)) }
        for client in others[..<20] { client.stream.socket.shutDownWriting() }
        for octet in query.dropLast(10) {
            for client in slow { client.send([octet]) }
            #expect(try isServed(server.address))
            #expect(try isServedByDatagram(server.address))
        }
        // A whole query has three seconds, or here less, however steadily its octets come.
        for client in slow { #expect(client.receive() == .end) }
        // The idle ones may still ask.
        for client in others[20...] {
            #expect(client.isServed())
        }
    }

    @Test("ends an idle connection by FIN, but not one that goes on asking")
    func idle() throws {
        var limits = StreamLimits()
        limits.idle = 100_000_000
        let server = try TestServer(limits: limits)
        let idle = try TestClient(.stream, to: server.address)
        var busy = try TestClient(.stream, to: server.address)
        let start = MonotonicClock.now()
        var id: UInt16 = 0
        while MonotonicClock.now() - start < 300_000_000 {
            let served = busy.isServed(id)
            // Unless the machine kept this thread from asking in time.
            if !served { break }
            id += 1
        }
        #expect(id > 0)
        let end = idle.receive().progress
        #expect(end == .end)
    }

    @Test("has room for one more client at its limit: the one that was idle longest goes")
    func quota() throws {
        var limits = StreamLimits()
        limits.connections = 8
        let server = try TestServer(limits: limits)
        var clients: [Client] = []
        for _ in 0..<8 {
            clients.append(try Client(server.address))
            #expect(clients[clients.count - 1].isServed())
        }
        // The first asks again, so that the second has been idle longest.
        #expect(clients[0].isServed())
        #expect(try isServed(server.address))
        #expect(clients[1].receive() == .end)
        #expect(server.listeners.statistics.total(.connectionsEvicted) == 1)
        for client in clients[2...] { #expect(client.isServed()) }
        #expect(clients[0].isServed())
    }

    @Test("stops reading from clients that never read, and lets go of them after a while")
    func neverReading() throws {
        var limits = StreamLimits()
        limits.write = 200_000_000
        limits.linger = 100_000_000
        let server = try TestServer(limits: limits)
        var clients: [Client] = []
        for _ in 0..<10 {
            let client = try Client(server.address)
            try client.stream.socket.setNonblocking()
            client.send(Message.frames(0..<2000, .txt))
            clients.append(client)
            #expect(try isServed(server.address))
        }
        #expect(try isServedByDatagram(server.address))
        while server.listeners.statistics.connectionCount > 0 { MonotonicClock.sleep(milliseconds: 1) }
        // 2,000 queries ask for 120 megaoctets, of which the kernel takes a few.
        for client in clients {
            var octets = 0
            while case .octets(let count) = client.receiveWaiting() { octets += count }
            #expect(octets < 60_000_000)
        }
        #expect(server.listeners.statistics.total(.queries) < 10 * 2000)
    }

    @Test("leaves no responses in the kernel for a client that never reads them")
    func neverReadingFewResponses() throws {
        var limits = StreamLimits()
        limits.idle = 100_000_000
        limits.write = 200_000_000
        limits.linger = 100_000_000
        let server = try TestServer(limits: limits)
        let client = try Client(server.address)
        // More than the client's kernel takes, less than the server's would if it were let.
        client.stream.socket.setBuffers(octets: 4096)
        client.send(Message.frames(0..<20, .txt))
        let end = MonotonicClock.now() + 20_000_000_000
        while server.listeners.statistics.total(.queries) == 0 { MonotonicClock.sleep(milliseconds: 1) }
        while try kernelHasConnections(at: server.address.port), MonotonicClock.now() < end {
            MonotonicClock.sleep(milliseconds: 10)
        }
        #expect(try !kernelHasConnections(at: server.address.port))
        withExtendedLifetime(client) {}
    }

    /// Whether the kernel still knows a connection that was accepted at `port` of 127.0.0.1, closed ones included (proc(5)).
    private func kernelHasConnections(at port: UInt16) throws -> Bool {
        let octets = try #require(try RegularFile.read("/proc/self/net/tcp", atMost: 1 << 24))
        let hexadecimal = String(port, radix: 16, uppercase: true)
        let local = "0100007F:" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
        return String(decoding: octets, as: UTF8.self).split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[1] == local && fields[3] != "0A"
        }
    }

    @Test("keeps the connections of the addresses that stay, and ends those of the others")
    func update() throws {
        let server = try TestServer()
        let first = try server.point("127.0.0.1")
        let second = try server.point("127.0.0.2")
        let staying = try Client(server.address)
        #expect(staying.isServed())

        try server.listeners.update(to: [first, second])
        #expect(server.listeners.boundAddress(of: first.address) == server.address)
        let added = try #require(server.listeners.boundAddress(of: second.address))
        #expect(try isServed(added))
        #expect(try isServedByDatagram(added))
        #expect(staying.isServed())

        let going = try Client(added)
        #expect(going.isServed())
        try server.listeners.update(to: [first])
        #expect(server.listeners.boundAddress(of: second.address) == nil)
        #expect(going.receive() == .end)
        #expect(staying.isServed())
        #expect(try isServedByDatagram(server.address))
    }

    @Test("stays as it is when one of its new addresses cannot be had")
    func failingUpdate() throws {
        let server = try TestServer()
        let first = try server.point("127.0.0.1")
        let second = try server.point("127.0.0.2")
        // No machine has an address of the documentation's (RFC 5737).
        let foreign = try server.point("192.0.2.1")
        let error = #expect(throws: SystemError.self) {
            try server.listeners.update(to: [second, foreign])
        }
        #expect(error?.call == "bind")
        #expect(error?.subject == "192.0.2.1:0")
        #expect(server.listeners.boundAddress(of: first.address) == server.address)
        #expect(server.listeners.boundAddress(of: second.address) == nil)
        #expect(try isServed(server.address))
        try server.listeners.update(to: [first])
        #expect(server.listeners.boundAddress(of: first.address) == server.address)
    }

    @Test("answers what it has read before it stops, and ends by FIN")
    func stop() throws {
        let server = try TestServer(workers: 2)
        var clients: [Client] = []
        for _ in 0..<10 {
            clients.append(try Client(server.address))
            #expect(clients[clients.count - 1].isServed())
        }
        for client in clients {
            client.send(Message.frames(0..<20))
            client.stream.socket.shutDownWriting()
        }
        #expect(server.listeners.stop())
        for client in clients {
            let (ids, end) = client.responsesToEnd()
            #expect(ids.count == 20)
            #expect(end == .end)
        }
        #expect(throws: SystemError.self) { try isServed(server.address) }
    }

    @Test("stops although clients neither read nor close")
    func stopWithStubbornClients() throws {
        var limits = StreamLimits()
        limits.write = 200_000_000
        let server = try TestServer(limits: limits)
        let idle = try Client(server.address)
        #expect(idle.isServed())
        let stubborn = try Client(server.address)
        try stubborn.stream.socket.setNonblocking()
        stubborn.send(Message.frames(0..<1000, .txt))
        #expect(server.listeners.stop())
        #expect(idle.receive() == .end)
    }
}

/// A stream that can be kept in an array.
private final class Client {
    var stream: TestClient

    init(_ address: SocketAddress) throws { stream = try TestClient(.stream, to: address) }

    func send(_ octets: [UInt8]) { stream.send(octets) }
    func isServed() -> Bool { stream.isServed() }
    func receive() -> Socket.Progress { stream.receive().progress }
    func responsesToEnd() -> (ids: [UInt16?], end: Socket.Progress) { stream.responsesToEnd() }

    /// Whatever comes next, on a socket that does not wait by itself.
    func receiveWaiting() -> Socket.Progress {
        for _ in 0..<20_000 {
            let progress = receive()
            guard progress == .wait else { return progress }
            MonotonicClock.sleep(milliseconds: 1)
        }
        return .wait
    }
}
