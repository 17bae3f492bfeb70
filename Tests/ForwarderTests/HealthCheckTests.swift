import DNSWire
import Posix
import TestSupport
import Testing

@Suite("CoreDNS's health check, a query for . NS with RD alone, is answered", .timeLimit(.minutes(10)))
struct HealthCheckTests {
    private func isAnswered(_ server: RunningServer) throws {
        for kind in [Socket.Kind.datagram, .stream] {
            let response = try #require(try server.ask(".", .ns, over: kind))
            #expect(response.rcode == .refused)
            #expect(response.edns == nil)
        }
    }

    @Test("while the feed is not synced")
    func notSynced() throws {
        let folder = Folder()
        folder.write(
            "kubeconfig",
            """
            apiVersion: v1
            kind: Config
            current-context: none
            contexts: [{name: none, context: {cluster: none, user: none}}]
            clusters: [{name: none, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: none, user: {}}]

            """)
        let server = try RunningServer(
            """
            clusterset.local {
             bind HOST
             multicluster {
              kubeconfig \(folder("kubeconfig"))
              startup_timeout 0s
             }
            }

            """)
        #expect(try server.ask("web.shop.svc.clusterset.local")?.rcode == .servfail)
        try isAnswered(server)
    }

    @Test("while there are more connections than the server has descriptors for")
    func atItsLimits() throws {
        let server = try RunningServer(
            "whoami.test {\n bind HOST\n whoami\n}\n", behind: ["prlimit", "--nofile=128"])
        let held = try (0..<200).map { _ in try HTTPConnection(to: server.address) }
        try withExtendedLifetime(held) { try isAnswered(server) }
    }
}
