import Answering
import Corefile
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("The directive loadbalance")
struct DirectiveTests {
    /// What stands before an error of line 2 that has a place.
    private static let parsing = "plugin/loadbalance: Corefile:2 - Error during parsing: "

    @Test(
        "refuses what it cannot read in CoreDNS's words",
        arguments: [
            ("fleeb", "plugin/loadbalance: unknown policy: fleeb"),
            ("round_robin a", parsing + "unknown property for round_robin"),
            ("weighted", parsing + "missing weight file argument"),
            ("weighted a b", parsing + "unexpected argument(s)"),
            ("weighted a {\n susu\n}", parsing.at(3) + "unknown property 'susu'"),
            ("weighted a {\n reload\n}", parsing.at(3) + "reload duration value is missing"),
            ("weighted a {\n reload 30s a\n}", parsing.at(3) + "unexpected argument"),
            ("weighted a {\n reload a\n}", parsing.at(3) + "invalid reload duration 'a'"),
            ("weighted a {\n reload -1s\n}", parsing.at(3) + "invalid reload duration '-1s'"),
            ("{\n reload 30s\n}", parsing.at(3) + "unknown property 'reload'"),
            ("round_robin {\n reload 30s\n}", parsing.at(3) + "unknown property 'reload'"),
            ("{\n prefer 10.0.0.0/33\n}", parsing.at(3) + cidr("10.0.0.0/33")),
            ("{\n prefer 10.0.0.0/8 10.1.0.0\n}", parsing.at(3) + cidr("10.1.0.0")),
            ("round_robin {\n prefer fd00::/129\n}", parsing.at(3) + cidr("fd00::/129")),
            (
                "weighted /nonexistent/weights {\n reload 0s\n}",
                "plugin/loadbalance: weight file open error"
            ),
        ])
    func refusals(line: String, message: String) {
        #expect(plan(". {\nloadbalance \(line)\n}").errors.map(\.description) == [message])
    }

    private static func cidr(_ text: String) -> String {
        "invalid CIDR \"\(text)\": invalid CIDR address: \(text)"
    }

    @Test(
        "rotates without a word, with round_robin and with prefer, and not with weighted",
        arguments: [
            ("loadbalance", true), ("loadbalance round_robin", true), ("loadbalance {\n}", true),
            ("loadbalance {\n prefer\n}", true), ("loadbalance {\n prefer 10.0.0.0/8 fd00::/8\n}", true),
            ("loadbalance weighted /nonexistent/weights", false),
            ("loadbalance\nloadbalance weighted /nonexistent/weights", false),
            ("loadbalance weighted /nonexistent/weights\nloadbalance", true), ("whoami", false),
        ])
    func rotation(lines: String, rotates: Bool) throws {
        #expect(try #require(block(lines)).chain.style.rotates == rotates)
    }

    @Test(
        "looks at the file every 30 seconds unless told otherwise",
        arguments: [
            ("", "30s"), ("{\n reload 10s\n}", "10s"), ("{\n reload 1m30s\n prefer 10.0.0.0/8\n}", "1m30s"),
            ("{\n reload 0\n}", "0s"),
        ])
    func interval(options: String, interval: String) throws {
        let file = File("a.\n10.0.0.1 2\n")
        let weights = try #require(block("loadbalance weighted \(file.path) \(options)")).addressOrder.weights
        let found = try #require(weights)
        #expect(found.file.path == file.path)
        #expect(found.file.interval.description == interval)
    }

    @Test("adds nothing to the way of an answer that it need not order")
    func noOrder() throws {
        for lines in ["whoami", "loadbalance", "loadbalance {\n prefer\n}"] {
            #expect(try #require(block(lines)).addressOrder.start(LogLines().logger) == nil)
        }
    }

    @Test("is an error when the file is malformed, and the place is the file's name in the Corefile")
    func malformed() throws {
        let file = File("a.\n10.0.0.1 300\n")
        let errors = plan(". {\n loadbalance weighted \(file.path)\n}").errors
        #expect(
            errors.map(\.explanation) == [
                "plugin/loadbalance: wrong weight value:\"300\" in weight file \(file.path) (Corefile:2:23)"
            ])
    }

    @Test("starts without the file, says so, and tries again")
    func missing() throws {
        let log = LogLines()
        let order = try #require(block("loadbalance weighted /nonexistent/weights"))
            .addressOrder.start(log.logger)
        #expect(order?.order("10.0.0.1 10.0.0.2", of: "a.") == "10.0.0.1 10.0.0.2")
        #expect(
            log.all == [
                "warning Failed to open weight file:weight file open error. Will try again in 30s"
                    + " file=/nonexistent/weights reason=no such file"
            ])
    }

    @Test("reads the file anew with the Corefile")
    func readAnew() throws {
        let file = File("a.\n10.0.0.2 255\n")
        func order() -> (any AddressOrder)? {
            block("loadbalance weighted \(file.path) {\n reload 0s\n}")?.addressOrder.start(LogLines().logger)
        }
        let before = try #require(order())
        file.write("a.\n10.0.0.1 255\n")
        let after = try #require(order())
        let list = "10.0.0.1 10.0.0.2"
        // Right in the middle of 256 shares.
        #expect(before.order(list, of: "a.", random: 1 << 31) == "10.0.0.2 10.0.0.1")
        #expect(after.order(list, of: "a.", random: 1 << 31) == list)
    }

    @Test("puts a weighted address first, and a preferred one before it")
    func both() throws {
        let file = File("a.\n10.0.0.3 255\n")
        let plan = try #require(block("loadbalance weighted \(file.path) {\n prefer 10.0.0.2/32\n}"))
        let order = try #require(plan.addressOrder.start(LogLines().logger))
        #expect(
            order.order("10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4", of: "a.", random: 1 << 31)
                == "10.0.0.2 10.0.0.3 10.0.0.1 10.0.0.4")
    }
}

extension String {
    /// The same error text with another line of the Corefile.
    fileprivate func at(_ line: Int) -> String { replacing("Corefile:2", with: "Corefile:\(line)") }
}
