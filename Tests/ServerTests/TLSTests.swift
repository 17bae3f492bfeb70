import Glibc
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("A tls:// block", .timeLimit(.minutes(10)))
struct TLSTests {
    /// A block that tells clients who they are.
    private func corefile(_ options: String = "") -> String {
        """
        tls://whoami.test:\(Loopback.port) {
         bind HOST
         tls MANIFESTS/tls.crt MANIFESTS/tls.key \(options)
         whoami
        }

        """
    }

    private func server(_ options: String = "") async throws -> RunningServer {
        try RunningServer(corefile(options), manifests: try await Certificates.files())
    }

    @Test("is announced as CoreDNS does it, and served with the certificate that tls names")
    func served() async throws {
        let server = try await server()
        #expect(
            server.process.output.hasPrefix(
                "tls://whoami.test.:\(Loopback.port) on \(server.address.host)\nClusterSetDNS-"))
        #expect(try await Certificates.output(of: "served", at: server.address) == "served TLSv1.3 dot\n")
    }

    @Test("serves kdig, which verifies the name", .enabled(if: isInstalled("kdig"), "there is no kdig"))
    func kdig() async throws {
        let server = try await server()
        let output = try await run(
            "kdig",
            [
                "+tls-ca=\(Certificates.folder)/ca.crt", "+tls-hostname=dns.test", "@\(server.address.host)",
                "-p", "\(server.address.port)", "+padding", "a.whoami.test",
            ])
        #expect(output.contains("status: NOERROR"))
        #expect(output.contains("Received 468 B"))
    }

    @Test("serves dig", .enabled(if: isInstalled("dig"), "there is no dig"))
    func dig() async throws {
        let server = try await server()
        let output = try await run(
            "dig",
            [
                "+tls", "+tls-ca=\(Certificates.folder)/ca.crt", "+tls-hostname=dns.test",
                "@\(server.address.host)", "-p", "\(server.address.port)", "a.whoami.test",
            ])
        #expect(output.contains("status: NOERROR"))
        #expect(output.contains("(TLS)"))
    }

    @Test("begins to use a certificate once its files are replaced; connections go on")
    func replaced() async throws {
        let server = try await server()
        let output = try await Certificates.output(
            of: "replace", [server.manifests.path, "other"], at: server.address)
        #expect(output == "new other old True\n")
        server.process.waits(
            for: "[INFO] plugin/tls: certificate reloaded file=\(server.manifests("tls.crt"))")
    }

    @Test("keeps its certificate when its files are broken, and says so once")
    func broken() async throws {
        let server = try await server()
        server.manifests.write("tls.crt", "junk")
        let line = "[ERROR] plugin/tls: certificate not reloaded error="
        server.process.waits(for: line)
        #expect(try await Certificates.output(of: "served", at: server.address) == "served TLSv1.3 dot\n")
        server.manifests.write("tls.key", "junk")
        let output = try await Certificates.output(
            of: "replace", [server.manifests.path, "other"], at: server.address)
        #expect(output == "new other old True\n")
        #expect(server.process.output.ranges(of: line).count == 1)
    }

    @Test("takes over the certificate of a Corefile that is read again")
    func reload() async throws {
        let server = try await server()
        for (name, text) in try await Certificates.files("other") {
            server.manifests.write("new-\(name)", text)
        }
        server.reload(corefile().replacing("MANIFESTS/", with: "MANIFESTS/new-"))
        server.process.waits(for: "Reloading complete")
        let output = try await Certificates.output(of: "subject", at: server.address)
        #expect(output == "other\n")
        // From TLS to plain DNS at one address, and back.
        server.reload(corefile().replacing("tls://", with: ""))
        wait(for: "plain DNS") { (try? server.ask("a.whoami.test", over: .stream)) ?? nil != nil }
        server.reload(corefile())
        wait(for: "the end of UDP") { server.process.output.ranges(of: "Reloading complete").count == 3 }
        #expect(try await Certificates.output(of: "subject", at: server.address) == "tls\n")
    }

    @Test("asks for the certificates of clients as client_auth says")
    func clientAuthentication() async throws {
        let folder = try await Certificates.folder
        let server = try await server("\(folder)/ca.crt {\n  client_auth require_and_verify\n }")
        let known = try await Certificates.output(of: "authenticate", ["client"], at: server.address)
        #expect(known == "served\n")
        for name in ["", "foreign"] {
            let output = try await Certificates.output(of: "authenticate", [name], at: server.address)
            #expect(output.hasPrefix("refused"))
        }
    }

    @Test("writes the secrets of sessions where keylog says")
    func keyLog() async throws {
        let server = try await server("{\n  keylog MANIFESTS/secrets\n }")
        _ = try await Certificates.output(of: "served", at: server.address)
        let secrets = server.manifests.text(of: "secrets")
        #expect(secrets.contains("CLIENT_TRAFFIC_SECRET_0 "))
        #expect(secrets.hasSuffix("\n"))
    }

    @Test("without a certificate is warned of, and serves nobody")
    func noCertificate() async throws {
        let text = "tls://whoami.test:\(Loopback.port) {\n bind HOST\n whoami\n}\n"
        let server = try RunningServer(text)
        #expect(server.process.errors.contains("[WARNING] tls://\(server.address) has no certificate"))
        let output = try await Certificates.output(of: "authenticate", [""], at: server.address)
        #expect(output.hasPrefix("refused"))
    }
}

@Suite("The directive tls")
struct TLSDirectiveTests {
    private static let place = "Corefile:2 - Error during parsing: "
    private static let count = place + "Wrong argument count or unexpected line ending after "

    /// CERT and KEY stand for files that are there, and belong to each other.
    @Test(
        "says in CoreDNS's words what is wrong with it",
        arguments: [
            // CoreDNS says its name twice here.
            ("tls", "plugin/tls: plugin/tls: " + count + "'tls'"),
            ("tls a", "plugin/tls: plugin/tls: " + count + "'a'"),
            ("tls a b c d", "plugin/tls: plugin/tls: " + count + "'d'"),
            ("tls a b", "plugin/tls: could not load TLS cert: open a: no such file or directory"),
            ("tls CERT b", "plugin/tls: could not load TLS cert: open b: no such file or directory"),
            (
                "tls KEY KEY",
                "plugin/tls: could not load TLS cert: tls: failed to find any PEM data in certificate input"
            ),
            (
                "tls CERT CERT",
                "plugin/tls: could not load TLS cert: tls: failed to find any PEM data in key input"
            ),
            (
                "tls CERT OTHER",
                "plugin/tls: could not load TLS cert: tls: private key does not match public key"
            ),
            ("tls CERT KEY c", "plugin/tls: error reading c: open c: no such file or directory"),
            ("tls CERT KEY KEY", "plugin/tls: could not read root certs from KEY"),
            (
                "tls CERT KEY {\nclient_auth\n}",
                "plugin/tls: Corefile:3 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after 'client_auth'"
            ),
            (
                "tls CERT KEY {\nclient_auth always\n}",
                "plugin/tls: Corefile:3 - Error during parsing: unknown authentication type 'always'"
            ),
            ("tls CERT KEY {\nx\n}", "plugin/tls: Corefile:3 - Error during parsing: unknown option 'x'"),
            (
                "tls CERT KEY {\nkeylog /nonexistent/file\n}",
                "plugin/tls: open /nonexistent/file: No such file or directory"
            ),
            (
                "tls CERT KEY\ntls CERT KEY",
                "plugin/tls: plugin/tls: Corefile:3 - Error during parsing: "
                    + "TLS already configured for this server instance"
            ),
        ])
    func refused(directive: String, expected: String) async throws {
        let folder = try await Certificates.folder
        let paths = ["CERT": "tls.crt", "KEY": "tls.key", "OTHER": "other.key"]
        let named = { (text: String) in
            paths.reduce(text) { $0.replacing($1.key, with: "\(folder)/\($1.value)") }
        }
        #expect(errors(of: "tls://. {\n\(named(directive))\n}") == [named(expected)])
    }

    @Test("is warned of where only one certificate of several can be used")
    func several() async throws {
        let folder = try await Certificates.folder
        let text = ["tls", "other"].map {
            "tls://\($0).test {\ntls \(folder)/\($0).crt \(folder)/\($0).key\n}\n"
        }
        let plan = plan(text.joined()).plan
        #expect(plan.warnings == ["tls://[::]:853 has several certificates: only the last is used"])
        #expect(plan.tls(at: plan.addresses[0])?.files.certificate == "\(folder)/other.crt")
    }
}
