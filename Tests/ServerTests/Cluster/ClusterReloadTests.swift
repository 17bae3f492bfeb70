import DNSWire
import Glibc
import TestSupport
import Testing

@Suite("A reload, where a cluster is followed,")
struct ClusterReloadTests {
    private let whoami = "new.test {\nbind HOST\nwhoami\n}\n"

    @Test("keeps the feed of a stanza that stays: nothing is read again")
    func kept() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(following(api.source()))
        try api.waits(for: "watches=2")
        try api.clearLog()
        // Nothing could be read again, either.
        try api.down(keepsConnections: true)
        server.reload(following(api.source(), "", probes) + whoami)
        server.process.waits(for: "Reloading complete")
        #expect(try server.ask("a.new.test")?.rcode == .noerror)
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.isDenied("shop"))
        #expect(server.ready == HTTPAnswer(200, "OK"))
        try api.putImport("shop", addresses: ["10.0.0.2"])
        try wait(for: "the new service") { try server.addresses(of: "shop") == ["10.0.0.2"] }
        #expect(
            try api.requests().allSatisfy { $0.verb == "watch" && !$0.query.contains("sendInitialEvents") })
    }

    @Test("does not wait for a new stanza's cluster: until it has been read its names are SERVFAIL")
    func new() throws {
        let (api, other) = (try FakeAPIServer(), try FakeAPIServer())
        try other.down()
        try other.putImport("cart", addresses: ["10.0.0.2"])
        let server = try RunningServer(following(api.source(), "", probes))
        #expect(try server.isDenied("cart"))
        server.reload(following(other.source(), "startup_timeout 1h", probes))
        server.process.waits(for: "Reloading complete")
        #expect(try server.outcome(of: "cart").hasPrefix("SERVFAIL 14: not synchronised"))
        #expect(try server.ask(".", .ns)?.rcode == .refused)
        #expect(server.ready?.status == 503)
        try api.waits(for: "connections=0")
        try other.up()
        try wait(for: "the other cluster") { try server.addresses(of: "cart") == ["10.0.0.2"] }
        server.waitsForReadiness()
        #expect(!server.process.output.contains("waiting for Kubernetes API"))
    }

    @Test("with a stanza whose cluster cannot be made out changes nothing")
    func mistake() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(following(api.source()))
        server.reload(following("kubeconfig /no/such/file") + whoami)
        server.process.waits(
            for:
                "[ERROR] Corefile changed but reload failed: cannot follow the cluster: kubeconfig /no/such/file: "
        )
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.ask("a.new.test")?.rcode == .refused)
        try api.putImport("cart", addresses: ["10.0.0.2"])
        try wait(for: "the change") { try server.addresses(of: "cart") == ["10.0.0.2"] }
    }
}
