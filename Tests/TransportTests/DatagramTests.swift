import Answering
import DNSWire
import Posix
import Synchronization
import Testing

@testable import Transport

@Suite("Over UDP, the server")
struct DatagramTests {
    @Test(
        "answers from the address that was asked",
        arguments: [
            ("0.0.0.0", "127.0.0.1"), ("0.0.0.0", "127.0.0.2"), ("::", "127.0.0.2"), ("::", "127.0.0.1"),
            ("::", "::1"), ("127.0.0.2", "127.0.0.2"), ("::1", "::1"),
        ])
    func source(listening: String, asked: String) throws {
        let server = try TestServer(listening)
        let target = try #require(SocketAddress(asked, port: server.address.port))
        // The client is connected: the kernel gives it nothing that comes from another address.
        let served = try isServedByDatagram(target)
        #expect(served)
    }

    @Test("answers every query of many in flight once, with its own question", arguments: [1, 2])
    func manyInFlight(workers: Int) throws {
        let server = try TestServer(workers: workers)
        for round in 0..<25 {
            var waiting: Set<UInt16> = []
            let client = try TestClient(.datagram, to: server.address)
            for number in 0..<40 {
                let id = UInt16(round * 40 + number)
                waiting.insert(id)
                client.send(Message.query(id, "n\(id).example"))
            }
            while !waiting.isEmpty {
                let response = client.datagram()
                let id = try #require(Message.id(of: response))
                #expect(response[4...].starts(with: Message.query(id, "n\(id).example")[4...]))
                #expect(waiting.remove(id) != nil)
            }
        }
        #expect(server.listeners.statistics.total(.queries) == 1000)
        #expect(server.listeners.statistics.total(.responses) == 1000)
    }

    @Test("drops what is no query, and answers the next")
    func junk() throws {
        let server = try TestServer()
        let client = try TestClient(.datagram, to: server.address)
        for octets: [UInt8] in [[], [1], Array(0..<11), [1, 2, 0x80] + [UInt8](repeating: 0, count: 20)] {
            _ = client.socket.write(octets.span)
        }
        client.send(Message.query(7))
        let response = client.datagram()
        #expect(Message.id(of: response) == 7)
        #expect(
            server.listeners.statistics.total(.cut) + server.listeners.statistics.total(.strayResponses) == 4)
    }

    @Test("refuses a query whose end the kernel cut off")
    func cut() throws {
        let server = try TestServer()
        let client = try TestClient(.datagram, to: server.address)
        client.send(Message.query(7) + [UInt8](repeating: 0, count: 60_000))
        let response = client.datagram()
        #expect(Message.rcode(of: response) == 1)
    }

    @Test("tells observers of every response")
    func observed() throws {
        let observer = CountingObserver()
        let server = try TestServer(observers: [observer])
        let client = try TestClient(.datagram, to: server.address)
        client.send(Message.query(7))
        let response = client.datagram()
        #expect(observer.octets.load(ordering: .relaxed) == response.count)
        var stream = try TestClient(.stream, to: server.address)
        let served = stream.isServed()
        #expect(served)
        #expect(observer.octets.load(ordering: .relaxed) == 2 * response.count)
    }

    @Test("listens for UDP and TCP at one port, which the kernel may choose", arguments: ["127.0.0.1", "::"])
    func port(host: String) throws {
        let server = try TestServer(host, workers: 2)
        #expect(server.address.port != 0)
        let asked = try #require(SocketAddress("127.0.0.1", port: server.address.port))
        let served = (try isServedByDatagram(asked), try isServed(asked))
        #expect(served == (true, true))
    }
}

/// Adds up the octets of the responses it is told of.
private final class CountingObserver: QueryObserver {
    let octets = Atomic(0)

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        if seconds >= 0, query.client.port != 0, response.count > 12 {
            octets.add(response.count, ordering: .relaxed)
        }
    }
}
