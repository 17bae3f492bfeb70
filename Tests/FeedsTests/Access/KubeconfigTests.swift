import TestSupport
import Testing

@testable import Feeds

@Suite("A kubeconfig")
struct KubeconfigTests {
    private let folder = Folder()

    private func access(
        server: String = "https://10.0.0.1:6443", cluster: [String] = [], user: [String] = []
    ) throws -> ClusterAccess {
        folder.writeKubeconfig(server: server, cluster: cluster, user: user)
        return try folder.kubeconfig()
    }

    @Test("Without a word about trust or credentials it is the system's authorities and nobody")
    func plain() throws {
        let access = try access()
        #expect(access.server == "https://10.0.0.1:6443")
        #expect(access.tls == TLSSettings())
        #expect(access.proxy == nil)
        #expect(access.credential == .none)
        #expect(access.origin == "kubeconfig \(folder.path)/config (context prod)")
    }

    @Test(
        "A server's URL is brought into one form",
        arguments: [
            ("https://api.example", "https://api.example"),
            ("HTTPS://Api.example:443/", "https://Api.example:443"),
            ("https://api.example/k8s/clusters/c-1/?a=b#c", "https://api.example/k8s/clusters/c-1"),
            ("https://[fd00::1]:6443", "https://[fd00::1]:6443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ])
    func server(text: String, form: String) throws {
        #expect(try access(server: "\"\(text)\"").server == form)
    }

    @Test(
        "Credentials count in the order of client-go",
        arguments: [
            (["token: abc"], .token(Secret("abc"))),
            // Reads as numbers, but is a token.
            (["token: 12e34"], .token(Secret("12e34"))),
            (["token: 0x1f"], .token(Secret("0x1f"))),
            (["token: |", "  abc"], .token(Secret("abc"))),
            (["token: ''"], .none),
            (["token:"], .none),
            (["tokenFile: /t"], .tokenFile(path: "/t", fallback: nil)),
            (["tokenFile: /t", "token: abc"], .tokenFile(path: "/t", fallback: Secret("abc"))),
            (["username: joe", "password: 0123"], .basic(user: "joe", password: Secret("0123"))),
            (["username: joe"], .basic(user: "joe", password: Secret(""))),
            (
                ["token: abc", "exec: {apiVersion: client.authentication.k8s.io/v1, command: c}"],
                .token(Secret("abc"))
            ),
        ] as [([String], Credential)])
    func credential(user: [String], credential: Credential) throws {
        #expect(try access(user: user).credential == credential)
    }

    @Test("Files are relative to the kubeconfig's directory")
    func relativeFiles() throws {
        folder.makeDirectory("pki")
        folder.write("pki/ca.pem", Sample.authority)
        folder.write("pki/c.pem", Sample.certificate)
        folder.write("k.pem", Sample.key)
        let access = try access(
            cluster: ["certificate-authority: pki/ca.pem"],
            user: ["client-certificate: ./pki/c.pem", "client-key: \(folder.path)/k.pem", "tokenFile: t"])
        #expect(access.tls.certificateAuthorities == Array(Sample.authority.utf8))
        #expect(access.tls.clientCertificate == Array(Sample.certificate.utf8))
        #expect(access.tls.clientKey == Array(Sample.key.utf8))
        #expect(access.credential == .tokenFile(path: "\(folder.path)/t", fallback: nil))
    }

    @Test("Inline data counts before a file, which need not be there")
    func inlineData() throws {
        let access = try access(
            cluster: [
                "certificate-authority-data: \(Sample.base64(Sample.authority))",
                "certificate-authority: /no/such",
            ],
            user: [
                "client-certificate-data: >-", "  \(Sample.base64(Sample.certificate))",
                "client-key-data: \(Sample.base64(Sample.key))", "client-key: /no/such",
            ])
        #expect(access.tls.certificateAuthorities == Array(Sample.authority.utf8))
        #expect(access.tls.clientCertificate == Array(Sample.certificate.utf8))
        #expect(access.tls.clientKey == Array(Sample.key.utf8))
    }

    @Test("The server's proof may be for another name, or waived")
    func verification() throws {
        let named = try access(cluster: ["tls-server-name: api.internal"])
        #expect(named.tls.serverName == "api.internal" && named.tls.verifies)
        let insecure = try access(cluster: ["insecure-skip-tls-verify: true"])
        #expect(!insecure.tls.verifies)
    }

    @Test(
        "A proxy is as libcurl takes it",
        arguments: [
            ("http://p:3128", "http://p:3128"), ("https://u:p@p", "https://u:p@p"),
            ("socks5://p:1080", "socks5h://p:1080"),
        ])
    func proxy(text: String, proxy: String) throws {
        #expect(try access(cluster: ["proxy-url: \(text)"]).proxy == proxy)
    }

    @Test("Nothing secret goes to a server in the clear")
    func clear() throws {
        let access = try access(server: "http://10.0.0.1", user: ["token: abc"])
        #expect(access.credential == .none)
    }

    @Test("The context is the current one, or the one that is asked for; one without a user is nobody")
    func contexts() throws {
        folder.write(
            "config",
            """
            {"current-context": "b", "contexts": [
              {"name": "a", "context": {"cluster": "2"}},
              {"name": "b", "context": {"cluster": "1", "user": "u"}}],
             "clusters": [
              {"name": "1", "cluster": {"server": "https://one"}},
              {"name": "2", "cluster": {"server": "https://two"}}],
             "users": [{"name": "u", "user": {"token": "t"}}]}
            """)
        #expect(try folder.kubeconfig().server == "https://one")
        #expect(try folder.kubeconfig().credential == .token(Secret("t")))
        let named = try folder.kubeconfig(context: "a")
        #expect(named.server == "https://two")
        #expect(named.credential == .none)
        #expect(named.origin == "kubeconfig \(folder.path)/config (context a)")
    }
}
