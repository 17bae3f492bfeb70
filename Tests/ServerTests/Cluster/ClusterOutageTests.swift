import Glibc
import TestSupport
import Testing

@Suite("While a cluster is followed")
struct ClusterOutageTests {
    @Test("services come, change and go as they do there")
    func changes() throws {
        let api = try FakeAPIServer()
        let server = try RunningServer(following(api.source()))
        #expect(try server.isDenied("cart"))
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try wait(for: "the service") { try server.addresses(of: "cart") == ["10.0.0.1"] }
        try api.putImport("cart", addresses: ["10.0.0.2"])
        try wait(for: "its new address") { try server.addresses(of: "cart") == ["10.0.0.2"] }
        try api.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"])
        try api.putImport("cart")
        try wait(for: "its endpoints") { try server.addresses(of: "cart") == ["10.1.0.1"] }
        try api.delete(.serviceImports, "default/cart")
        try wait(for: "its end") { try server.isDenied("cart") }
    }

    @Test("and its API server goes away, the last data is served, and log and metrics say how stale it is")
    func outage() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(
            following(api.source(), "", probes.replacing("8181", with: "8181 {\nmonitor continuously\n}")))
        try api.waits(for: "watches=2")
        #expect(server.metric("clustersetdns_feed_stale_seconds") == 0)
        try api.down()
        server.process.waits(for: "; what was known last is served on")
        wait(for: "staleness") { server.metric("clustersetdns_feed_stale_seconds") ?? 0 > 1 }
        server.process.waits(
            for: "no news from the cluster, what was known last is served on stale_seconds=")
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.outcome(of: "shop").hasPrefix("NXDOMAIN 19: stale since 2"))
        #expect(server.health == HTTPAnswer(200, "OK"))
        #expect(server.ready == HTTPAnswer(200, "OK"))
        #expect(server.metric("clustersetdns_feed_synced") == 1)
        #expect(try #require(server.metric("clustersetdns_feed_stale_seconds")) >= 10)

        try api.putImport("shop", addresses: ["10.0.0.2"])
        try api.up()
        try wait(for: "the new service") { try server.addresses(of: "shop") == ["10.0.0.2"] }
        server.process.waits(for: "the cluster is followed again")
        wait(for: "no staleness") { server.metric("clustersetdns_feed_stale_seconds") == 0 }
    }

    @Test("a right that is missing is named with its rule, a line for each kind, until it is there")
    func noRight() throws {
        let api = try FakeAPIServer()
        try api.deny([.serviceImports, .endpointSlices])
        let server = try RunningServer(following(api.source(), "startup_timeout 0s"))
        let rules = [
            #"{apiGroups: ["multicluster.x-k8s.io"], resources: ["serviceimports"], verbs: ["list", "watch"]}"#,
            #"{apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"]}"#,
        ]
        for rule in rules {
            server.process.waits(for: "a role of this server's needs the rule \(rule)\n")
        }
        try api.clearLog()
        // Several attempts later it has still been said once.
        try api.waits(for: "requests=6")
        #expect(server.process.output.ranges(of: "needs the rule").count == 2)
        try api.deny([])
        try wait(for: "the cluster") { try server.isDenied("cart") }
    }

    @Test("a right that is taken away changes no answer")
    func rightTaken() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let server = try RunningServer(following(api.source()))
        try api.waits(for: "watches=2")
        try api.deny([.serviceImports])
        try api.hitWatches(.close)
        server.process.waits(
            for:
                #"resources: ["serviceimports"], verbs: ["list", "watch"]}; what was known last is served on"#
        )
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        try wait(for: "staleness") { try server.outcome(of: "shop").hasPrefix("NXDOMAIN 19: stale since 2") }
    }

    @Test("a CustomResourceDefinition that is missing is named, and found when it is there")
    func noCRD() throws {
        let api = try FakeAPIServer()
        try api.serve(imports: [])
        let server = try RunningServer(following(api.source(), "startup_timeout 0s"))
        server.process.waits(
            for:
                "install the CustomResourceDefinition serviceimports.multicluster.x-k8s.io, of which v1beta1 and v1alpha1 are read\n"
        )
        try api.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"])
        try api.serve(imports: ["v1beta1", "v1alpha1"])
        try api.putImport("cart")
        try wait(for: "the service") { try server.addresses(of: "cart") == ["10.1.0.1"] }
    }

    @Test("manifests count beside it: what both have is the cluster's, and comes back when it has it no more")
    func both() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        let manifest = web("192.0.2.1").replacing("shop", with: "default")
        let server = try RunningServer(
            following(api.source(), "manifests MANIFESTS", probes),
            manifests: ["web.yaml": manifest, "cart.yaml": manifest.replacing("web", with: "cart")])
        #expect(try server.addresses(of: "web") == ["192.0.2.1"])
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(server.ready == HTTPAnswer(200, "OK"))
        server.process.waits(for: "object is in the cluster and in a manifest, the cluster's counts")
        try api.delete(.serviceImports, "default/cart")
        try wait(for: "the manifest") { try server.addresses(of: "cart") == ["192.0.2.1"] }
        try api.down()
        server.manifests.replace("web.yaml", manifest.replacing("192.0.2.1", with: "192.0.2.2"))
        try wait(for: "the new manifest") { try server.addresses(of: "web") == ["192.0.2.2"] }
    }

    @Test("manifests are served while it cannot be read")
    func manifestsFirst() throws {
        let api = try FakeAPIServer()
        try api.down()
        let server = try RunningServer(
            following(api.source(), "manifests MANIFESTS\nstartup_timeout 0s", probes),
            manifests: ["web.yaml": web("192.0.2.1").replacing("shop", with: "default")])
        try wait(for: "the manifest") { try server.addresses(of: "web") == ["192.0.2.1"] }
        let outcome = "SERVFAIL 14: not synchronised: no connection to the API server"
        try wait(for: outcome) { try server.outcome(of: "cart") == outcome }
        #expect(server.ready?.status == 503)
    }
}
