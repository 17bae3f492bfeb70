import Answering
import DNSWire
import Posix
import RecordStore
import Testing

@testable import Transport

@Suite("While a zone of 10,000 names is transferred", .timeLimit(.minutes(10)))
struct TransferTests {
    private static let count = 10_000

    @Test("it comes in full messages, each name once, the question in the first")
    func messages() throws {
        let server = try TransferServer(names: Self.count)
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frame(TransferServer.query(7)))
        var messages: [DNSWire.Message] = []
        var owners: [Name] = []
        while let octets = client.response() {
            let message = try DNSWire.Message(reading: octets)
            messages.append(message)
            owners += message.answer.map(\.owner)
            #expect(octets.count < 16_384)
            guard message.answer.last?.type != .soa || messages.count == 1 else { break }
            // Only the last one may have room left.
            #expect(octets.count >= 16_000)
        }
        #expect(messages.count > 10)
        #expect(messages.allSatisfy { $0.id == 7 && $0.flags.contains([.qr, .aa]) && $0.rcode == .noerror })
        #expect(messages.map(\.questions.count) == [1] + messages.dropFirst().map { _ in 0 })
        #expect(owners.count == Self.count + 2 && Set(owners).count == Self.count + 1)
        #expect(owners.first == server.origin && owners.last == server.origin)
    }

    @Test("queries before and behind it on the connection are answered in their order")
    func pipelined() throws {
        let server = try TransferServer(names: Self.count)
        var client = try TestClient(.stream, to: server.address)
        let queries = [
            Message.query(1), TransferServer.query(2), Message.query(3), TransferServer.query(4),
            Message.query(5),
        ]
        client.send(queries.flatMap(Message.frame))
        var ids: [UInt16] = []
        while ids.last != 5, let octets = client.response() {
            let id = UInt16(octets[0]) << 8 | UInt16(octets[1])
            if ids.last != id { ids.append(id) }
        }
        #expect(ids == [1, 2, 3, 4, 5])
    }

    @Test("it is of one serial, though every name changes meanwhile")
    func consistency() throws {
        let server = try TransferServer(names: Self.count)
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frame(TransferServer.query(7)))
        var records: [ResourceRecord] = []
        while let octets = client.response() {
            records += try DNSWire.Message(reading: octets).answer
            guard records.last?.type != .soa || records.count == 1 else { break }
            // The first message is there: the transfer has begun, and cannot have ended.
            if server.serial == 1 { for _ in 0..<3 { server.change() } }
        }
        #expect(server.serial == 4)
        #expect(records.count == Self.count + 2)
        #expect(Set(records.dropFirst().dropLast().map(\.rdata)) == [.a(RData.A(1))])
        guard case .soa(let first)? = records.first?.rdata, case .soa(let last)? = records.last?.rdata else {
            Issue.record("no SOA")
            return
        }
        #expect(first.serial == 1 && first == last)
    }

    @Test("others are served though its clients do not read, and one more than eight is told so")
    func crowd() throws {
        var limits = StreamLimits()
        limits.write = 3_600_000_000_000
        limits.idle = 3_600_000_000_000
        // More than kernels hold on both ends.
        let server = try TransferServer(names: 4 * Self.count, limits: limits)
        var stalled: [StalledClient] = []
        for _ in 0..<8 { stalled.append(try StalledClient(server.address)) }
        var next = try TestClient(.stream, to: server.address)
        next.send(Message.frame(TransferServer.query(9)))
        let response = next.response()
        #expect(response.flatMap(Message.rcode) == 2)
        #expect(try isServed(server.address))
        server.change()
        #expect(try isServed(server.address))

        // Those that go leave their place.
        stalled = []
        var message: DNSWire.Message?
        while message?.rcode != .noerror {
            next.send(Message.frame(TransferServer.query(9)))
            let octets = next.response() ?? []
            message = try DNSWire.Message(reading: octets)
        }
        #expect((message?.answer.count ?? 0) > 1)
    }

    @Test("a client that does not read is cut off")
    func stalled() throws {
        var limits = StreamLimits()
        limits.write = 300_000_000
        let server = try TransferServer(names: 4 * Self.count, limits: limits)
        let stalled = try StalledClient(server.address)
        try server.waitsForNoConnection()
        #expect(stalled.isCutOff())
    }

    @Test("a transfer that takes too long ends without its end")
    func limit() throws {
        var limits = StreamLimits()
        limits.transfer = 0
        let server = try TransferServer(names: 10, limits: limits)
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frame(TransferServer.query(7)))
        let response = client.response()
        #expect(response == nil)
    }

    @Test("the server stops, and its clients see the end of the stream")
    func stop() throws {
        let server = try TransferServer(names: 4 * Self.count)
        var client = try TestClient(.stream, to: server.address)
        client.send(Message.frame(TransferServer.query(7)))
        let response = client.response()
        #expect(response != nil)
        server.listeners.stop()
        var count = 0
        while client.response() != nil { count += 1 }
        #expect(count > 0)
    }
}

/// A client that asks for the zone, reads the beginning and nothing more.
private final class StalledClient {
    private let stream: TestClient

    init(_ address: SocketAddress) throws {
        var stream = try TestClient(.stream, to: address)
        stream.send(Message.frame(TransferServer.query(7)))
        let response = stream.response()
        #expect(response != nil)
        self.stream = stream
    }

    /// Whether the stream ends without the whole zone.
    func isCutOff() -> Bool {
        var count = 0
        while true {
            let (progress, octets) = stream.receive()
            count += octets.count
            switch progress {
            case .octets: continue
            case .wait: return false
            case .end, .failed: return count < 1_000_000
            }
        }
    }
}
