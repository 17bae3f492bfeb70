import Answering
import Posix
import Testing

@testable import Transport

@Suite("Whatever TLS clients do, the server", .timeLimit(.minutes(10)))
struct TLSLimitTests {
    @Test("survives what is no TLS, and serves the next")
    func junk() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "junk", at: server.address) == ["ended", "served"])
    }

    @Test("survives clients that reset at any step, and serves the next")
    func resets() async throws {
        let server = try await TestServer(certificate: "tls")
        #expect(try await TLSPeer.lines(of: "resets", at: server.address) == ["served"])
    }

    @Test("serves others while two hundred stop in the middle of their hello, and ends those")
    func halfHellos() async throws {
        var limits = StreamLimits()
        limits.handshake = 1_000_000_000
        let server = try await TestServer(certificate: "tls", limits: limits)
        let lines = try await TLSPeer.lines(of: "half_hellos", "200", at: server.address)
        #expect(lines == ["served 10", "ended 200"])
        #expect(server.listeners.statistics.total(.handshakes) == 10)
        #expect(server.listeners.statistics.total(.handshakeFailures) == 200)
    }

    @Test("has so many handshakes under way and no more: the one that began first goes, nobody else")
    func handshakes() async throws {
        var limits = StreamLimits()
        limits.handshakes = 4
        let server = try await TestServer(certificate: "tls", limits: limits)
        #expect(try await TLSPeer.lines(of: "half_hellos", "40", at: server.address).first == "served 2")
        // Two of those that were served were one too many in their turn, and so were all but the last.
        #expect(server.listeners.statistics.total(.connectionsEvicted) >= 36)
    }

    @Test("ends a connection on which no handshake begins")
    func silent() async throws {
        var limits = StreamLimits()
        limits.handshake = 50_000_000
        let server = try await TestServer(certificate: "tls", limits: limits)
        let client = try TestClient(.stream, to: server.address)
        let end = client.receive().progress
        #expect(end == .end)
    }

    @Test("ends an idle connection by close_notify and FIN")
    func idle() async throws {
        var limits = StreamLimits()
        limits.idle = 100_000_000
        let server = try await TestServer(certificate: "tls", limits: limits)
        #expect(try await TLSPeer.lines(of: "idle", at: server.address) == ["ended b'' b''"])
    }

    @Test("stops by close_notify and FIN")
    func stop() async throws {
        let server = try await TestServer(certificate: "tls")
        let address = server.address
        async let lines = TLSPeer.lines(of: "idle", at: address)
        while server.listeners.statistics.total(.queries) == 0 { MonotonicClock.sleep(milliseconds: 1) }
        let silent = try TestClient(.stream, to: address)
        #expect(server.listeners.stop())
        let end = silent.receive().progress
        #expect(end == .end)
        #expect(try await lines == ["ended b'' b''"])
    }

    @Test("stops reading from clients that never read, and lets go of them after a while")
    func neverReading() async throws {
        var limits = StreamLimits()
        limits.write = 500_000_000
        limits.linger = 100_000_000
        let server = try await TestServer(certificate: "tls", limits: limits)
        #expect(try await TLSPeer.lines(of: "never_read", at: server.address) == ["served", "ended"])
        #expect(server.listeners.statistics.total(.queries) < 4000)
    }

    @Test("serves nothing to datagrams where it serves TLS")
    func datagrams() async throws {
        let server = try await TestServer(certificate: "tls")
        let other = try Socket(.datagram, for: server.address)
        // Nobody has the port.
        try other.bind(to: server.address)
    }
}
