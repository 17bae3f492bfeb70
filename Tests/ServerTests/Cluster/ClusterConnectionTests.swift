import Glibc
import TestSupport
import Testing

@Suite("A cluster is followed, and its services answered over UDP")
struct ClusterConnectionTests {
    /// Starts a server that follows the cluster of `source`, and asks it for a service there and for one that comes later.
    private func follow(_ api: FakeAPIServer, _ source: String, behind prefix: [String] = []) throws {
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(following(source, "startup_timeout 1h"), behind: prefix)
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.isDenied("shop"))
        try api.putImport("shop")
        try api.putSlice("shop-1", of: "shop", addresses: ["10.1.0.1", "10.1.0.2"])
        try wait(for: "the new service") { try server.addresses(of: "shop") == ["10.1.0.1", "10.1.0.2"] }
        #expect(server.process.errors == "")
    }

    @Test(
        "as each kind of context in a kubeconfig says",
        arguments: ["", "certificate", "token", "token-file", "basic", "named"])
    func kubeconfig(context: String) throws {
        let api = try FakeAPIServer()
        try follow(api, api.source(context))
    }

    @Test("with the token of a credential plugin")
    func plugin() throws {
        let api = try FakeAPIServer()
        let folder = Folder()
        folder.write(
            "plugin",
            """
            echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
              "status": {"token": "fake-token"}}'
            """)
        folder.writeKubeconfig(
            server: api.url, cluster: "certificate-authority: \(api.file("ca.crt"))",
            user: """
                {exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [\(folder("plugin"))],
                  interactiveMode: Never}}
                """)
        try follow(api, "kubeconfig \(folder("kubeconfig"))")
    }

    @Test("under another name for TLS, which the API server's certificate has to have")
    func serverName() throws {
        let api = try FakeAPIServer()
        let folder = Folder()
        let authority = "certificate-authority: \(api.file("ca.crt"))"
        folder.writeKubeconfig(
            server: api.url, cluster: "\(authority), tls-server-name: other.example",
            user: "{token: fake-token}")
        let server = try RunningServer(following("kubeconfig \(folder("kubeconfig"))", "startup_timeout 0s"))
        server.process.waits(for: "other.example")
        #expect(try server.outcome(of: "cart").hasPrefix("SERVFAIL 14: not synchronised"))
        #expect(try api.counters().requests == 0)
        // What the kubeconfig says is read again when the API server proves to be another one.
        try api.putImport("cart", addresses: ["10.0.0.1"])
        folder.writeKubeconfig(
            server: api.url, cluster: "\(authority), tls-server-name: kubernetes.fake.example",
            user: "{token: fake-token}")
        try wait(for: "the service") { try server.addresses(of: "cart") == ["10.0.0.1"] }
    }

    @Test("at another address, once the kubeconfig says so and nobody answers at the old one")
    func moved() throws {
        let (old, new) = (try FakeAPIServer(.plain), try FakeAPIServer(.plain))
        let folder = Folder()
        try old.putImport("cart", addresses: ["10.0.0.1"])
        try new.putImport("cart", addresses: ["10.0.0.2"])
        folder.writeKubeconfig(server: old.url, user: "{}")
        let server = try RunningServer(following("kubeconfig \(folder("kubeconfig"))", "startup_timeout 1h"))
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        folder.writeKubeconfig(server: new.url, user: "{}")
        try old.down()
        try wait(for: "what the new one says") { try server.addresses(of: "cart") == ["10.0.0.2"] }
    }

    @Test("with the files that stand beside a URL")
    func endpoint() throws {
        let api = try FakeAPIServer()
        let files = ["client.crt", "client.key", "ca.crt"].map { api.file($0) }.joined(separator: " ")
        try follow(api, "endpoint \(api.url)\ntls \(files)")
    }

    @Test("without TLS, where the URL says so")
    func plain() throws {
        let api = try FakeAPIServer(.plain)
        try follow(api, "endpoint \(api.url)")
    }

    @Test(
        "as the service account of its own pod",
        .enabled(if: Pod.isPossible, "this system gives tests no mounts of their own"))
    func inCluster() throws {
        let api = try FakeAPIServer()
        try follow(api, "in_cluster", behind: Pod.entrance(to: api))
    }

    @Test("with a token that others replace")
    func tokenReplaced() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(following(api.source("token-file"), "startup_timeout 1h"))
        api.write(token: "other-token")
        try api.accept(tokens: ["other-token"])
        try api.hitWatches(.close)
        try api.putImport("shop", addresses: ["10.0.0.2"])
        try wait(for: "the new service") { try server.addresses(of: "shop") == ["10.0.0.2"] }
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
    }
}

/// The place of a process that runs in a pod, as far as it can tell.
private enum Pod {
    /// Whether a test may have mounts of its own.
    static let isPossible: Bool = {
        let words = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/run"]
        let process = try? SpawnedProcess(words, output: .file("/dev/null"), errors: "/dev/null")
        return process?.waitForEnd() == .exited(0)
    }()

    /// What runs a program where Kubernetes would have put the files of a service account of `api`.
    static func entrance(to api: FakeAPIServer) -> [String] {
        let directory = "/run/secrets/kubernetes.io/serviceaccount"
        let script = """
            mount -t tmpfs none /run && mkdir -p \(directory) \
            && ln -s \(api.serviceAccount)/token \(api.serviceAccount)/ca.crt \(directory) && exec "$@"
            """
        let variables = ["KUBERNETES_SERVICE_HOST=127.0.0.1", "KUBERNETES_SERVICE_PORT=\(api.port)"]
        return ["env"] + variables + ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    }
}

extension Folder {
    /// Writes the file `kubeconfig` with one context; `cluster` has fields beside its server, `user` is a mapping.
    fileprivate func writeKubeconfig(server: String, cluster: String? = nil, user: String) {
        let cluster = cluster.map { ", \($0)" } ?? ""
        replace(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "\(server)"\(cluster)}}]
            users: [{name: test, user: \(user)}]
            """)
    }
}
