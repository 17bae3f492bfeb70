import TestSupport
import Testing

@testable import Feeds

@Suite("Access to a cluster")
struct ClusterAccessTests {
    private let folder = Folder()

    private func inCluster(_ environment: [String: String]) throws(AccessError) -> ClusterAccess {
        try ClusterAccess.inCluster(environment: { environment[$0] }, directory: folder.path)
    }

    /// The error's text, with `DIR` for the directory.
    private func refusal(_ load: () throws(AccessError) -> ClusterAccess) -> String? {
        do throws(AccessError) {
            _ = try load()
            return nil
        } catch {
            return error.description.replacing(folder.path, with: "DIR")
        }
    }

    @Test(
        "A pod finds its server, whatever family its address is of",
        arguments: [
            ("10.96.0.1", "https://10.96.0.1:443"), ("fd00::1", "https://[fd00::1]:443"),
            ("kubernetes.default.svc", "https://kubernetes.default.svc:443"),
        ])
    func pod(host: String, server: String) throws {
        folder.write("ca.crt", Sample.authority)
        folder.write("token", "abc\n")
        let access = try inCluster(["KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": "443"])
        #expect(access.server == server)
        #expect(access.tls.certificateAuthorities == Array(Sample.authority.utf8))
        #expect(access.tls.verifies)
        #expect(access.credential == .tokenFile(path: "\(folder.path)/token", fallback: nil))
        #expect(access.origin == "in-cluster")
    }

    private static let whatElse = "outside of a cluster, give `kubeconfig FILE` or `endpoint URL`"

    @Test(
        "Outside of a cluster the error says what is missing and what to do",
        arguments: [
            ([:], [:], "KUBERNETES_SERVICE_HOST is not set, so this is no pod"),
            (
                ["KUBERNETES_SERVICE_HOST": "a"], [:], "KUBERNETES_SERVICE_PORT is not set, so this is no pod"
            ),
            (
                ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "tcp://b"], [:],
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address"
            ),
            (
                ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "1"], [:],
                "expected a file with a certificate in PEM: DIR/ca.crt is not there, or is no file"
            ),
            (
                ["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "1"],
                ["ca.crt": Sample.authority],
                "DIR/token is not there, or is no file; does the pod have automountServiceAccountToken: false?"
            ),
        ] as [([String: String], [String: String], String)])
    func noPod(environment: [String: String], files: [String: String], message: String) {
        for (name, text) in files { folder.write(name, text) }
        let text = refusal { () throws(AccessError) in try inCluster(environment) }
        #expect(text == "in-cluster: \(message); \(ClusterAccessTests.whatElse)")
    }

    @Test("An endpoint has its files, or none")
    func endpoint() throws {
        folder.write("ca", Sample.authority)
        folder.write("c", Sample.certificate)
        folder.write("k", Sample.key)
        let access = try ClusterAccess.endpoint(
            "https://a:6443/", certificate: folder("c"), key: folder("k"), authority: folder("ca"))
        #expect(access.server == "https://a:6443")
        #expect(access.tls.certificateAuthorities == Array(Sample.authority.utf8))
        #expect(access.tls.clientCertificate == Array(Sample.certificate.utf8))
        #expect(access.tls.clientKey == Array(Sample.key.utf8))
        #expect(access.origin == "endpoint https://a:6443")
        let bare = try ClusterAccess.endpoint("http://a", certificate: nil, key: nil, authority: nil)
        #expect(bare.tls == TLSSettings() && bare.credential == .none)
    }

    @Test(
        "What is wrong with an endpoint",
        arguments: [
            ("me:secret@a", nil, nil, nil, "endpoint: expected \(ServerURL.expectation)"),
            ("http://a", nil, nil, "ca", "endpoint http://a: expected https://, for there are TLS files"),
            (
                "https://a", "c", nil, nil,
                "endpoint https://a: expected both or none of the client certificate and its key"
            ),
            (
                "https://a", nil, nil, "ca",
                "endpoint https://a: expected a file with a certificate in PEM: DIR/ca is not there, or is no file"
            ),
            (
                "https://a", "c", "c", nil,
                "endpoint https://a: expected a file with a private key in PEM: DIR/c holds none"
            ),
        ] as [(String, String?, String?, String?, String)])
    func wrongEndpoint(url: String, certificate: String?, key: String?, authority: String?, message: String) {
        folder.write("c", Sample.certificate)
        let text = refusal { () throws(AccessError) in
            try ClusterAccess.endpoint(
                url, certificate: certificate.map { folder($0) }, key: key.map { folder($0) },
                authority: authority.map { folder($0) })
        }
        #expect(text == message)
    }

    @Test("Nothing shows a secret, however it is printed")
    func secrets() throws {
        var access = try ClusterAccess.endpoint("https://a", certificate: nil, key: nil, authority: nil)
        access.tls.clientKey = Array("hidden".utf8)
        access.proxy = "http://me:hidden@proxy"
        var plugin = ExecPlugin(version: ExecPlugin.versions[0], command: "login")
        plugin.arguments = ["hidden"]
        plugin.environment = ["A": "hidden"]
        let certificate = Authorization.ClientCertificate(certificate: [], key: Array("hidden".utf8))
        let shown: [Any] = [
            access, Secret("hidden"), Credential.token(Secret("hidden")), Credential.exec(plugin),
            Credential.basic(user: "me", password: Secret("hidden")), Authorization.bearer(Secret("hidden")),
            Authorization(value: nil, certificate: certificate),
        ]
        for value in shown {
            var dumped = ""
            dump(value, to: &dumped)
            let texts = ["\(value)", String(reflecting: value), "\([value])", dumped]
            #expect(texts.allSatisfy { !$0.contains("hidden") && !$0.contains("104, 105, 100") })
        }
    }
}
