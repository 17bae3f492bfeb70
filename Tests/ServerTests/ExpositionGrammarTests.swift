import DNSWire
import Posix
import TestSupport
import Testing

@Suite("Whatever the server is doing, every line of a scrape is in order")
struct ExpositionGrammarTests {
    @Test("before the feed is synced, under load, after reloads, and while the feed is lost")
    func states() throws {
        let api = try FakeAPIServer()
        try api.fill(imports: 20, slices: 2, endpoints: 2, namespaces: 2, headless: true)
        try api.down()
        let server = try RunningServer(
            following(api.source(), "startup_timeout 1h", probes),
            until: "waiting for Kubernetes API before starting server")
        #expect(try server.scrape().faults == [])
        try api.up()
        server.process.waits(for: "ClusterSetDNS-")

        try api.churn(.endpointSlices, rate: 200, seconds: 60)
        for round in 0..<20 {
            for kind in [Socket.Kind.datagram, .stream] { try load(server, over: kind, round) }
            #expect(try server.scrape().faults == [])
        }

        server.reload(following(api.source(), "startup_timeout 1h", "\(probes)\nloadbalance"))
        server.process.waits(for: "Reloading complete")
        #expect(try server.scrape().faults == [])
        server.reload("nonsense {")
        server.process.waits(for: "[ERROR] Corefile parse failed")
        let scrape = try server.scrape()
        #expect(scrape.faults == [])
        #expect(scrape["coredns_reload_failed_total"]?.samples.first?.value == 1)

        try api.down()
        wait(for: "staleness") { server.metric("clustersetdns_feed_stale_seconds") ?? 0 > 0 }
        #expect(try server.scrape().faults == [])
    }

    /// Asks for much of what there is, and for what there is not.
    private func load(_ server: RunningServer, over kind: Socket.Kind, _ round: Int) throws {
        var client = try TestClient(kind, to: server.address)
        for type in [RRType.a, .srv, .txt, .any, .hinfo] {
            let name = "svc-\(round).ns-\(round % 2).svc.clusterset.local"
            #expect(client.ask(name, type, edns: EDNS(dnssecOK: round % 2 == 0)) != nil)
        }
        #expect(client.ask("other.test", .a) != nil)
    }
}
