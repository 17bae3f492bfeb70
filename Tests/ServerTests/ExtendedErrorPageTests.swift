import DNSWire
import TestSupport
import Testing

/// The page of the directive that says why responses bring nothing.
struct ExtendedErrorPageTests {
    private let page = SourceTree.text(of: "docs/directives/ede.md")

    @Test("What the transcript shows of each query is what its response has")
    func shown() throws {
        let corefile = try #require(page.matches(of: /```corefile\n([^`]*)```/).last?.output.1)
        let server = try RunningServer(String(corefile).replacing("127.0.0.1", with: "HOST"))
        let queries = page.matches(
            of: /\$ dig @127.0.0.1 -p 1053 (\S+) ?(\S*) \| grep EDE\n; EDE: (\d+) \([^)]*\): \((.*)\)\n/)
        // No line of the transcript goes untested.
        #expect(queries.count > 5)
        #expect(queries.count == page.matches(of: /\n\$ dig/).count)
        for query in queries {
            let (_, name, type, code, text) = query.output
            let response = try server.ask(String(name), RRType(String(type)) ?? .a, edns: EDNS())
            let number = try #require(UInt16(code))
            let error = ExtendedError(
                ExtendedErrorCode(rawValue: number), text: String(text))
            #expect(response?.edns?.options == [.extendedError(error)], "\(name)")
        }
    }
}
