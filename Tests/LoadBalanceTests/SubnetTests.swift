import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("The property prefer")
struct SubnetTests {
    @Test(
        "puts addresses of its subnets first, in the subnets' order, and keeps the order otherwise",
        arguments: [
            (
                "10.0.0.0/8", "192.0.2.1 10.2.0.1 198.51.100.1 10.1.0.1",
                "10.2.0.1 10.1.0.1 192.0.2.1 198.51.100.1"
            ),
            ("10.1.0.0/16 10.0.0.0/8", "192.0.2.1 10.2.0.1 10.1.0.1", "10.1.0.1 10.2.0.1 192.0.2.1"),
            ("10.0.0.0/8 10.1.0.0/16", "192.0.2.1 10.2.0.1 10.1.0.1", "10.2.0.1 10.1.0.1 192.0.2.1"),
            ("172.16.0.0/12", "192.0.2.1 10.2.0.1", "192.0.2.1 10.2.0.1"),
            ("10.1.2.3/16", "10.2.0.1 10.1.0.1", "10.1.0.1 10.2.0.1"),
            ("10.1.2.3/32", "10.1.2.2 10.1.2.4 10.1.2.3", "10.1.2.3 10.1.2.2 10.1.2.4"),
            ("0.0.0.0/0 fd00::/8", "fd00::1 10.0.0.1", "10.0.0.1 fd00::1"),
            ("::/0", "10.0.0.1 fd00::1", "fd00::1 10.0.0.1"),
            ("fd00:1::/32", "fd00::1 fd00:1::1 fd00:2::1", "fd00:1::1 fd00::1 fd00:2::1"),
            ("fd00::1/128", "fd00::2 fd00::1", "fd00::1 fd00::2"),
            ("::ffff:10.0.0.0/104", "192.0.2.1 10.0.0.1", "10.0.0.1 192.0.2.1"),
            ("10.0.0.0/8", "192.0.2.1 ::ffff:10.0.0.1", "::ffff:10.0.0.1 192.0.2.1"),
        ])
    func order(prefixes: String, before: String, after: String) throws {
        let plan = try #require(block("loadbalance {\n prefer \(prefixes)\n}")).addressOrder
        #expect(try #require(plan.start(LogLines().logger)).order(before, of: "a.") == after)
    }

    @Test("may stand several times, in one stanza or in several")
    func several() throws {
        let plan = try #require(
            block(
                "loadbalance {\n prefer 10.1.0.0/16\n prefer 10.2.0.0/16\n}\nloadbalance {\n prefer 10.3.0.0/16\n}"
            ))
        #expect(
            plan.addressOrder.start(LogLines().logger)?.order("10.4.0.1 10.3.0.1 10.2.0.1 10.1.0.1", of: "a.")
                == "10.1.0.1 10.2.0.1 10.3.0.1 10.4.0.1")
    }
}
