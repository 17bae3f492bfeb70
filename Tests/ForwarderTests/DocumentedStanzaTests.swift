import DNSWire
import TestSupport
import Testing

/// A stanza for CoreDNS in the page on operating, and where it stands.
struct DocumentedStanza: CustomTestStringConvertible {
    let place: String
    let text: String

    var testDescription: String { place }

    static let all: [DocumentedStanza] = {
        let page = "docs/operating.md"
        let lines = SourceTree.text(of: page).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.filter { lines[$0] == "```coredns" }.map { start in
            DocumentedStanza(
                place: "\(page):\(start + 1)",
                text: lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n"))
        }
    }()

    /// Whether it forwards over TLS.
    var isSecured: Bool { text.contains("tls://ADDRESS") }
}

@Suite("The stanzas for CoreDNS in the page on operating")
struct DocumentedStanzaTests {
    @Test("forward the zone to the server", arguments: DocumentedStanza.all)
    func forwards(stanza: DocumentedStanza) {
        #expect(stanza.text.hasPrefix("clusterset.local:53 {\n"))
        #expect(stanza.text.contains(stanza.isSecured ? "forward . tls://ADDRESS" : "forward . ADDRESS"))
        #expect(!stanza.isSecured || stanza.text.contains("tls_servername "))
    }

    @Test(
        "bring its answers to clients",
        .enabled(if: Forwarder.coredns.program != nil, "COREDNS names no CoreDNS"),
        arguments: DocumentedStanza.all)
    func answers(stanza: DocumentedStanza) async throws {
        let forwarded = try await ForwardedServer(
            stanza.isSecured ? .corednsTLS : .coredns, stanza: stanza.text)
        #expect(try forwarded.answer("service1.provider-ns.svc.clusterset.local") == ["172.21.5.10"])
        #expect(try forwarded.answer("big.shop.svc.clusterset.local").count == 200)
        #expect(try forwarded.ask("missing.shop.svc.clusterset.local").rcode == .nxdomain)
    }
}
