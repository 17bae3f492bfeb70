import Glibc
import TestSupport
import Testing

@Suite("Probes are told what docs/directives/ready.md says of each state,")
struct ClusterProbeTests {
    @Test("with both kinds of readiness", arguments: ["until-ready", "continuously"])
    func states(monitor: String) throws {
        let api = try FakeAPIServer()
        try api.down()
        let directives = """
            health HOST:8080 {
             lameduck 1h
            }
            ready HOST:8181 {
             monitor \(monitor)
            }
            prometheus HOST:9153
            """
        func corefile(timeout: String, _ more: String = "") -> String {
            following(api.source(), "startup_timeout \(timeout)", "\(directives)\n\(more)")
        }
        let ready = HTTPAnswer(200, "OK")
        let unready = HTTPAnswer(503, "multicluster\nmulticluster: no connection to the API server")

        let server = try RunningServer(corefile(timeout: "1h"), until: "waiting for Kubernetes API")
        wait(for: "the reason") { server.ready == unready }
        expect(server, unready)
        // The first reload serves at once.
        server.reload(corefile(timeout: "1h", "loadbalance"))
        server.process.waits(for: "ClusterSetDNS-")
        expect(server, unready)
        try api.up()
        server.waitsForReadiness()
        expect(server, ready)
        wait(for: "the watches") { server.metric("clustersetdns_feed_stale_seconds") == 0 }

        try api.down()
        wait(for: "staleness") { server.metric("clustersetdns_feed_stale_seconds") ?? 0 > 0 }
        expect(server, ready)
        server.reload("nonsense {")
        server.process.waits(for: "[ERROR] Corefile parse failed")
        expect(server, ready)
        #expect(server.metric("coredns_reload_failed_total") == 1)
        reload(server, corefile(timeout: "1h"))
        expect(server, ready)
        // Another stanza has a feed of its own, and has no patience after the start.
        reload(server, corefile(timeout: "2h"))
        wait(for: "the reason") { server.ready == unready }
        expect(server, unready)
        try api.up()
        server.waitsForReadiness()
        expect(server, ready)

        server.process.send(SIGTERM)
        server.process.waits(for: "Going into lameduck mode for 1h0m0s")
        expect(server, HTTPAnswer(503, "Shutting down"))
        server.process.send(SIGTERM)
        #expect(server.process.waitsForEnd() == .exited(0))
        #expect(server.health == nil && server.ready == nil && server.get("/metrics", port: 9153) == nil)
    }

    /// Has the server serve `corefile`, and returns when it does.
    private func reload(_ server: RunningServer, _ corefile: String) {
        func count() -> Int { server.process.output.ranges(of: "Reloading complete").count }
        let before = count()
        server.reload(corefile)
        wait(for: "another reload") { count() > before }
    }

    private func expect(
        _ server: RunningServer, _ ready: HTTPAnswer, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(server.ready == ready, sourceLocation: location)
        #expect(server.health == HTTPAnswer(200, "OK"), sourceLocation: location)
        #expect(server.get("/metrics", port: 9153)?.status == 200, sourceLocation: location)
    }
}
