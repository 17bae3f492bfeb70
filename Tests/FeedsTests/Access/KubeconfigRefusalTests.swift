import TestSupport
import Testing

@testable import Feeds

@Suite("What is wrong in a kubeconfig")
struct KubeconfigRefusalTests {
    private let folder = Folder()

    /// The error's text, with `FILE` for the file and `DIR` for its directory.
    private func refusal(context: String? = nil) -> String? {
        do throws(AccessError) {
            _ = try folder.kubeconfig(context: context)
            return nil
        } catch {
            return error.description.replacing("\(folder.path)/config", with: "FILE")
                .replacing(folder.path, with: "DIR")
        }
    }

    @Test(
        "The cluster: where, in which context, and what would be right",
        arguments: [
            (["certificate-authority: [a]"], "12:28", "certificate-authority: expected a string"),
            (
                ["certificate-authority: ca.pem"], "12:28",
                "certificate-authority: expected a file with a certificate in PEM: DIR/ca.pem is not there, or is no file"
            ),
            (
                ["certificate-authority: config"], "12:28",
                "certificate-authority: expected a file with a certificate in PEM: FILE holds none"
            ),
            (
                ["certificate-authority-data: AAAA"], "12:33",
                "certificate-authority-data: expected a certificate in PEM, in base64"
            ),
            (
                ["insecure-skip-tls-verify: maybe"], "12:31",
                "insecure-skip-tls-verify: expected true or false"
            ),
            (
                [
                    "insecure-skip-tls-verify: true",
                    "certificate-authority-data: \(Sample.base64(Sample.authority))",
                ], "12:31", "insecure-skip-tls-verify: expected false, for there is a certificate authority"
            ),
            (["tls-server-name: a/b"], "12:22", "tls-server-name: expected the name of a host"),
            (
                ["proxy-url: ftp://me:secret@p"], "12:16",
                "proxy-url: expected http://HOST:PORT, or https or socks5 instead of http"
            ),
        ])
    func cluster(lines: [String], place: String, message: String) {
        folder.writeKubeconfig(cluster: lines)
        #expect(refusal() == "kubeconfig FILE:\(place) (context prod): clusters[0].cluster.\(message)")
    }

    @Test(
        "A server that cannot be one",
        arguments: [
            "10.0.0.1:6443", "ftp://a", "https://", "https://me:secret@a", "https://a:0", "https://a:b",
            "https://fd00::1", "\"https://a b\"", "\"https://[fd00::1\"", "\"https://[fd00::1]6443\"",
        ])
    func server(text: String) {
        folder.writeKubeconfig(server: text)
        #expect(
            refusal()
                == "kubeconfig FILE:11:13 (context prod): clusters[0].cluster.server: expected https://HOST:PORT, an IPv6 address in brackets, without a user"
        )
    }

    @Test(
        "The user: where, in which context, and what would be right",
        arguments: [
            (["token: {a: b}"], "17:12", "token: expected a string"),
            (["token: \"a\\r\\nb\""], "17:12", "token: expected a bearer token"),
            (
                ["token: secret", "username: joe"], "17:12",
                "token: expected either a token, or a username and a password"
            ),
            (
                ["auth-provider: {name: gcp}"], "17:20",
                "auth-provider: expected exec instead, for auth providers are gone from Kubernetes"
            ),
            (["as: admin"], "17:9", "as: expected nothing, for impersonation is not supported"),
            (
                ["client-certificate-data: \(Sample.base64(Sample.certificate))"], "16:5",
                "client-key: expected the key of the client certificate"
            ),
            (
                [
                    "client-certificate-data: \(Sample.base64(Sample.certificate))",
                    "client-key-data: \(Sample.base64(Sample.certificate))",
                ], "18:22", "client-key-data: expected a private key in PEM, in base64"
            ),
            (["exec: []"], "17:11", "expected a mapping"),
            (
                ["exec: {command: c}"], "17:11",
                "exec.apiVersion: expected client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1"
            ),
            (
                ["exec:", "  apiVersion: client.authentication.k8s.io/v1"], "18:7",
                "exec.command: expected a program"
            ),
            (
                ["exec:", "  apiVersion: client.authentication.k8s.io/v1", "  command: c"], "18:7",
                "exec.interactiveMode: expected Never or IfAvailable, for a server has no terminal"
            ),
            (
                [
                    "exec:", "  apiVersion: client.authentication.k8s.io/v1beta1", "  command: c",
                    "  interactiveMode: Always",
                ], "20:24",
                "exec.interactiveMode: expected Never or IfAvailable, for a server has no terminal"
            ),
            (
                [
                    "exec:", "  apiVersion: client.authentication.k8s.io/v1beta1", "  command: c",
                    "  env: [{name: 'A=B', value: secret}]",
                ], "20:20", "exec.env[0].name: expected the name of a variable"
            ),
        ])
    func user(lines: [String], place: String, message: String) {
        folder.writeKubeconfig(user: lines)
        let path = message.hasPrefix("expected") ? "users[0].user.exec: " : "users[0].user."
        #expect(refusal() == "kubeconfig FILE:\(place) (context prod): \(path)\(message)")
    }

    @Test(
        "The file as a whole",
        arguments: [
            ("", nil, ":1:1: the file is empty"),
            ("- a\n", nil, ":1:1: expected a mapping"),
            ("contexts: {a: b}", "x", ":1:11: contexts: expected a list"),
            ("contexts: [a]", "x", ":1:12: contexts[0]: expected a mapping"),
            ("a: [", nil, ":2:1: did not find expected node content while parsing a flow node at 2:1"),
            (
                "contexts: [{name: a}, {name: b}]", nil,
                ":1:1: current-context: expected the name of a context, or one behind the file: there are a, b"
            ),
            (
                "current-context: c\ncontexts: [{name: a}, {name: b}]", nil,
                ":1:18: current-context: expected a context c: there are a, b"
            ),
            ("current-context: c", "d", ":1:1: contexts: expected a context d: there are none"),
            (
                "contexts: [{name: a}, {name: a}]", "a",
                ":1:30: contexts[1].name: expected a name that stands only once"
            ),
            (
                "contexts: [{name: a, context: {cluster: c}}]", "a",
                ":1:41 (context a): contexts[0].context.cluster: expected the name of one of the clusters"
            ),
            (
                "contexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'https://a'}}]",
                "a", ":1:50 (context a): contexts[0].context.user: expected the name of one of the users"
            ),
        ] as [(String, String?, String)])
    func file(text: String, context: String?, message: String) {
        folder.write("config", text)
        #expect(refusal(context: context) == "kubeconfig FILE\(message)")
    }

    @Test("A file that is not there is named")
    func missing() {
        #expect(refusal() == "kubeconfig FILE: it is not there, or is no file")
    }
}
