import Corefile
import DNSWire
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("With timeouts", .timeLimit(.minutes(10)))
struct TimeoutsTests {
    @Test("an idle connection is ended, and a reload sets another time")
    func idle() throws {
        let corefile = ". {\nbind HOST\ntimeouts {\nidle 1s\n}\nwhoami\n}\n"
        let server = try RunningServer(corefile)
        // By default it would be ten seconds.
        let idle = try Socket(.stream, for: server.address)
        try idle.setReceiveTimeout(milliseconds: 8_000)
        try idle.connect(to: server.address)
        var octets = [UInt8](repeating: 0, count: 16)
        var room = octets.mutableSpan
        #expect(idle.read(into: &room) == .end)
        server.reload(corefile.replacing("1s", with: "1h"))
        server.process.waits(for: "Reloading complete")
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask("a.test") != nil)
    }

    @Test("the last block of an address that sets a time decides, and none decides for another address")
    func blocks() throws {
        let timeouts = { (times: String) in
            let address = SocketAddress.wildcard(port: 53)
            return ServerTests.plan(". {\ntimeouts {\n\(times)\n}\n}").plan.timeouts(at: address)
        }
        let (plan, errors) = plan(
            """
            a.test {
             bind 127.0.0.1
             timeouts {
              read 4
              idle 1m30s
             }
            }
            b.test {
             bind 127.0.0.1 127.0.0.2
             timeouts {
              idle 24h
             }
            }
            """)
        #expect(errors == [])
        let first = try #require(SocketAddress("127.0.0.1", port: 53))
        let second = try #require(SocketAddress("127.0.0.2", port: 53))
        #expect(plan.timeouts(at: first) == timeouts("read 4s\nidle 1440m"))
        #expect(plan.timeouts(at: second) == timeouts("idle 86400"))
        #expect(plan.timeouts(at: first) != plan.timeouts(at: second))
    }
}
