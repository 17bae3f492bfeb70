import DNSWire
import Posix
import Testing

@testable import Transport

@Suite("Over TCP, the server")
struct StreamTests {
    @Test("answers queries however they are split", arguments: [1, 2, 3, 7, 1000])
    func split(size: Int) throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        try client.socket.disableDelay()
        let octets = Message.frames(0..<10)
        for start in stride(from: 0, to: octets.count, by: size) {
            client.send(Array(octets[start..<min(start + size, octets.count)]))
        }
        for id in UInt16(0)..<10 {
            let answered = client.response().flatMap(Message.id)
            #expect(answered == id)
        }
    }

    @Test("answers a thousand queries at once, each once and in order")
    func pipelined() throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frames(0..<1000))
        client.socket.shutDownWriting()
        let (ids, end) = client.responsesToEnd()
        #expect(ids == (0..<1000).map { $0 })
        #expect(end == .end)
    }

    @Test("sends long responses whole, as fast as the client takes them, and short ones after them")
    func long() throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frames(0..<200, .txt) + Message.frames(200..<300))
        client.socket.shutDownWriting()
        var lengths: [Int] = []
        for _ in 0..<300 {
            let response = client.response() ?? []
            #expect(Message.id(of: response) == UInt16(lengths.count))
            lengths.append(response.count)
        }
        #expect(lengths[..<200].allSatisfy { $0 > 60_000 })
        #expect(lengths[200...].allSatisfy { $0 < 100 })
        let end = client.receive().progress
        #expect(end == .end)
    }

    @Test("answers a query of 65,535 octets that comes in pieces")
    func longQuery() throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        // Octets behind the question are a format error, which is answered.
        let message = Message.query(7) + [UInt8](repeating: 0, count: 65_535 - Message.query(7).count)
        client.send(Message.frame(message) + Message.frame(Message.query(8)))
        let rcode = client.response().flatMap(Message.rcode)
        #expect(rcode == 1)
        let next = client.response().flatMap(Message.id)
        #expect(next == 8)
    }

    @Test("answers what was asked before the client's FIN, then sends its own", arguments: [0, 1, 50])
    func fin(count: UInt16) throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frames(0..<count))
        client.socket.shutDownWriting()
        let (ids, end) = client.responsesToEnd()
        #expect(ids.count == Int(count))
        #expect(end == .end)
    }

    @Test(
        "ends a stream that holds no query by FIN, after the answers so far",
        arguments: [
            // No message is this short.
            [0, 0], [0, 1, 7], [0, 11] + [UInt8](repeating: 1, count: 11),
            // A response.
            Message.frame([0, 1, 0x80] + [UInt8](repeating: 0, count: 9)),
            // Octets follow that are never read.
            [0, 0] + [UInt8](repeating: 7, count: 100_000),
        ])
    func broken(octets: [UInt8]) throws {
        let server = try TestServer()
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frames(0..<3) + octets + Message.frames(3..<6))
        let (ids, end) = client.responsesToEnd()
        #expect(ids == [0, 1, 2])
        #expect(end == .end)
        let served = try isServed(server.address)
        #expect(served)
    }

    @Test(
        "ends a stream whose query does not come to its end",
        arguments: [
            [0], [0, 40, 1, 2, 3], Array("GET / HTTP/1.1\r\nHost: dns\r\n\r\n".utf8),
            [0x16, 3, 1, 2, 0, 1, 0],
            [0xFF, 0xFF] + [UInt8](repeating: 1, count: 65_534),
        ])
    func unfinished(octets: [UInt8]) throws {
        var limits = StreamLimits()
        limits.read = 50_000_000
        let server = try TestServer(limits: limits)
        let client = try TestClient(.stream, to: server.address)
        client.send(octets)
        let end = client.receive().progress
        #expect(end == .end)
        let served = try isServed(server.address)
        #expect(served)
    }

    @Test("survives a client that resets at any point, and serves the next")
    func reset() throws {
        let server = try TestServer()
        for kind in 0..<4 {
            let client = try TestClient(.stream, to: server.address)
            switch kind {
            case 0: break
            case 1: client.send([0])
            case 2: client.send(Message.frames(0..<100, .txt))
            default: client.send(Message.frame(Message.query(1)))
            }
            // Closed with responses unread, the client's kernel sends RST.
            if kind == 3 { _ = client.receive() }
        }
        let served = try isServed(server.address)
        #expect(served)
    }
}
