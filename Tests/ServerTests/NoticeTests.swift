import DNSWire
import TestSupport
import Testing

struct NoticeTests {
    @Test(
        "A directive that has no effect here is accepted, and one line of the log says so",
        arguments: [
            "cache 30 {\nsuccess 1000 60\nprefetch 1 10m 10%\n}", "cancel 2s", "debug", "local", "loop",
        ])
    func accepted(directive: String) throws {
        let name = try #require(directive.split(separator: " ").first)
        let block = "bind HOST\n\(directive)\nwhoami\n}\n"
        let server = try RunningServer("a.test {\n\(block)b.test {\n\(block)")
        let line = "[INFO] plugin/\(name): without effect: "
        #expect(server.process.output.split(separator: line, omittingEmptySubsequences: false).count == 2)
        #expect(try server.ask("x.a.test")?.additional.count == 2)
    }
}
