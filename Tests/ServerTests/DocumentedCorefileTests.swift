import Corefile
import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

/// A Corefile of the documentation, and where it stands.
struct DocumentedCorefile: CustomTestStringConvertible {
    let place: String
    let text: String

    var testDescription: String { place }

    /// Whether it starts anywhere, at addresses that a test can have for itself.
    var needsNoCluster: Bool {
        let (plan, _) = plan(text, port: 1053)
        return text.contains("127.0.0.1") && plan.addresses.allSatisfy { $0.host == "127.0.0.1" }
            && plan.multiclusterPlans.allSatisfy { $0.cluster == nil }
    }

    /// The example beside the README, and all fences marked as Corefiles.
    static let all: [DocumentedCorefile] = {
        let pages =
            Directives.all.map { "docs/directives/\($0.name).md" } + ["README.md", "docs/operating.md"]
        let example = DocumentedCorefile(
            place: "Corefile.example", text: SourceTree.text(of: "Corefile.example"))
        return [example] + pages.flatMap(fences)
    }()

    private static func fences(of page: String) -> [DocumentedCorefile] {
        let lines = SourceTree.text(of: page).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.filter { lines[$0] == "```corefile" }.map { start in
            let text = lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
            return DocumentedCorefile(place: "\(page):\(start + 1)", text: text)
        }
    }
}

struct DocumentedCorefileTests {
    @Test("Every Corefile of the documentation can be served", arguments: DocumentedCorefile.all)
    func plans(corefile: DocumentedCorefile) async throws {
        // Certificates that are there, in place of those that it names.
        let folder = try await Certificates.folder
        let text = corefile.text.replacing(/[^\s]*\b(tls|ca)\.(crt|key)/) { "\(folder)/\($0.1).\($0.2)" }
        let (plan, errors) = plan(text, port: 1053)
        #expect(errors.map(\.explanation) == [])
        #expect(plan.warnings == [])
        #expect(!plan.bindings.isEmpty)
        #expect(plan.addresses.allSatisfy { (plan.isSecured($0) ? [853, 1853] : [1053]).contains($0.port) })
    }

    @Test(
        "A Corefile of the documentation that needs no cluster starts, answers, and stops when asked",
        arguments: DocumentedCorefile.all.filter(\.needsNoCluster))
    func starts(corefile: DocumentedCorefile) async throws {
        let folder = try await Certificates.folder
        let address = Loopback.next()
        let files = Folder()
        files.write(
            "Corefile",
            corefile.text.replacing(/[^\s]*\b(tls|ca)\.(crt|key)/) { "\(folder)/\($0.1).\($0.2)" }
                .replacing("127.0.0.1", with: address.host).replacing(":1053", with: ":\(Loopback.port)"))
        let process = try ServerProcess(
            ["-conf", files("Corefile"), "-dns.port", "\(Loopback.port)"], in: SourceTree.root)
        process.waits(for: "ClusterSetDNS-")
        #expect(process.errors == "")
        // One that has nothing but TLS is asked in vain.
        if process.output.split(separator: "\n").contains(where: {
            !$0.hasPrefix("tls://") && $0.contains(" on ")
        }) {
            var client = try TestClient(.datagram, to: address)
            #expect(client.ask("version.bind", .txt, class: .ch) != nil)
        }
        process.send(SIGTERM)
        #expect(process.waitsForEnd() == .exited(0))
    }

    @Test("Every directive has a Corefile in the documentation")
    func complete() {
        #expect(DocumentedCorefile.all.count > Directives.all.count)
        for directive in Directives.all {
            let page = "docs/directives/\(directive.name).md"
            #expect(DocumentedCorefile.all.contains { $0.place.hasPrefix(page) }, "\(page)")
        }
    }

    @Test("Corefile.example has every directive")
    func example() {
        let words = Set(SourceTree.text(of: "Corefile.example").split { " \t\n".contains($0) })
        for directive in Directives.all { #expect(words.contains(Substring(directive.name))) }
    }
}
