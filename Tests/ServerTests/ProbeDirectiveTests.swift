import Answering
import Corefile
import Posix
import Testing

@testable import ClusterSetDNS

@Suite("Where probes and scrapes are answered is said in the Corefile")
struct ProbeDirectiveTests {
    private static let count = "Error during parsing: Wrong argument count or unexpected line ending after "

    @Test("Without an address it is CoreDNS's")
    func standard() throws {
        let block = try #require(plan(". {\nhealth\nready\nprometheus\nwhoami\n}").plan.blocks.first)
        #expect(block.health == HealthDirective.Plan())
        #expect(block.health?.address == .wildcard(port: 8080))
        #expect(block.ready?.address == .wildcard(port: 8181))
        #expect(block.ready?.isContinuous == false)
        #expect(block.metricsAddress == SocketAddress("127.0.0.1", port: 9153))
        #expect(block.handlers == ["prometheus", "whoami"])
    }

    @Test(
        "An address is written as in Go",
        arguments: [
            (":1", "::", 1), ("localhost:2", "127.0.0.1", 2), ("0.0.0.0:3", "0.0.0.0", 3),
            ("[::1]:4", "::1", 4), ("192.0.2.1:0", "192.0.2.1", 0),
        ] as [(String, String, UInt16)])
    func addresses(text: String, host: String, port: UInt16) throws {
        let expected = try #require(SocketAddress(host, port: port))
        let corefile = ". {\nhealth \(text)\nready \(text)\nprometheus \(text)\nwhoami\n}"
        let block = try #require(plan(corefile).plan.blocks.first)
        #expect(errors(of: corefile) == [])
        #expect(block.health?.address == expected)
        #expect(block.ready?.address == expected)
        #expect(block.metricsAddress == expected)
    }

    @Test("Of two times the last counts for health")
    func twice() throws {
        let block = try #require(
            plan(". {\nhealth :1\nhealth :2 {\nlameduck 1500ms\n}\nwhoami\n}").plan.blocks.first)
        #expect(block.health?.address.port == 2)
        #expect(block.health?.lameduck.description == "1.5s")
    }

    @Test("A block of probes alone handles no queries, one with prometheus does")
    func handling() throws {
        let probes = try #require(plan("a {\nhealth\nready\n}").plan.blocks.first)
        #expect(!probes.chain.handlesQueries)
        let metered = try #require(plan("a {\nprometheus\n}").plan.blocks.first)
        #expect(metered.chain.handlesQueries)
    }

    @Test(
        "What cannot be read is refused in CoreDNS's words",
        arguments: [
            ("health a b", "plugin/health: Corefile:2 - \(count)'b'"),
            ("health foo", "plugin/health: address foo: missing port in address"),
            ("health :x:y", "plugin/health: address :x:y: too many colons in address"),
            ("health :99999", "plugin/health: address :99999: invalid port"),
            ("health a.test:1", "plugin/health: address a.test:1: neither an IP address nor localhost"),
            ("health {\n x\n}", "plugin/health: Corefile:3 - \(count)'x'"),
            ("health {\n lameduck\n}", "plugin/health: Corefile:3 - \(count)'lameduck'"),
            (
                "health {\n lameduck foo\n}",
                "plugin/health: unable to parse lameduck duration value: 'foo' : time: invalid duration \"foo\""
            ),
            ("ready a b", "plugin/ready: Corefile:2 - \(count)'b'"),
            ("ready foo", "plugin/ready: address foo: missing port in address"),
            ("ready {\n monitor\n}", "plugin/ready: Corefile:3 - \(count)'monitor'"),
            (
                "ready {\n monitor x\n}",
                "plugin/ready: Corefile:3 - Error during parsing: monitor type 'x' not supported"
            ),
            ("ready {\n x\n}", "plugin/ready: Corefile:3 - Error during parsing: unknown property 'x'"),
            ("ready\nready", "plugin/ready: this plugin can only be used once per Server Block"),
            ("prometheus a b", "plugin/prometheus: Corefile:2 - \(count)'b'"),
            ("prometheus foo", "plugin/prometheus: address foo: missing port in address"),
            (
                "prometheus {\n x\n}",
                "plugin/prometheus: Corefile:3 - Error during parsing: unknown option: x"
            ),
            (
                "prometheus {\n tls web.yml\n}",
                "plugin/prometheus: Corefile:3 - Error during parsing: "
                    + "metrics are not served over TLS by this version"
            ),
            ("prometheus {\n runtime_metrics x\n}", "plugin/prometheus: Corefile:3 - \(count)'x'"),
            (
                "prometheus\nprometheus",
                "plugin/prometheus: this plugin can only be used once per Server Block"
            ),
        ])
    func refused(directives: String, reason: String) {
        #expect(errors(of: ". {\n\(directives)\n}") == [reason])
    }

    @Test("Options that are good are taken")
    func options() {
        let text = ". {\nready {\nmonitor continuously\n}\nprometheus {\nruntime_metrics\n}\n}"
        #expect(errors(of: text) == [])
        #expect(plan(text).plan.blocks.first?.ready?.isContinuous == true)
    }
}
