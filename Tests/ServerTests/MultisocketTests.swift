import DNSWire
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

struct MultisocketTests {
    @Test("The last block of an address that has a number of sockets decides")
    func blocks() throws {
        let (plan, errors) = plan(
            "a {\nbind 127.0.0.1\nmultisocket 3\n}\nb {\nbind 127.0.0.1 127.0.0.2\nmultisocket\n}")
        #expect(errors == [])
        #expect(plan.socketCount(at: try #require(SocketAddress("127.0.0.1", port: 53))) == 3)
        #expect(plan.socketCount(at: try #require(SocketAddress("127.0.0.2", port: 53))) == nil)
    }

    @Test(
        "An address with one socket, or with more than there are cores, is answered at", arguments: [1, 1024])
    func answered(count: Int) throws {
        let server = try RunningServer(". {\nbind HOST\nmultisocket \(count)\nwhoami\n}\n")
        #expect(try server.ask("a.test")?.rcode == .noerror)
        #expect(try server.ask("a.test", over: .stream)?.rcode == .noerror)
    }
}
