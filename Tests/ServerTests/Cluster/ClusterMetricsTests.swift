import DNSWire
import Glibc
import TestSupport
import Testing

extension RunningServer {
    /// What `/metrics` shows.
    func scrape() throws -> ScrapeText {
        let answer = try #require(get("/metrics", port: 9153))
        #expect(answer.status == 200)
        return ScrapeText(answer.body)
    }

    /// The samples of a family, by the values of their labels in the order of the labels' names; of a histogram how many
    /// observations there were.
    func samples(_ family: String) throws -> [String: Double] {
        let samples = try scrape()[family]?.samples ?? []
        let counted = samples.filter { $0.name == family || $0.name == "\(family)_count" }
        return Dictionary(
            uniqueKeysWithValues: counted.map { sample in
                let labels = sample.labels.sorted { $0.key < $1.key }
                return (labels.map(\.value).joined(separator: " "), sample.value)
            })
    }
}

@Suite("A scrape shows of a cluster")
struct ClusterMetricsTests {
    private func slice(_ name: String, of service: String, cluster: String, ready: Int, unready: Int = 0)
        -> String
    {
        let endpoints = (0..<ready + unready).map {
            "{\"addresses\": [\"10.1.0.\($0)\"], \"conditions\": {\"ready\": \($0 < ready)}}"
        }
        return """
            {"kind": "EndpointSlice", "metadata": {"name": "\(name)", "namespace": "default", "labels": {
              "multicluster.kubernetes.io/service-name": "\(service)",
              "multicluster.kubernetes.io/source-cluster": "\(cluster)"}},
             "addressType": "IPv4", "endpoints": [\(endpoints.joined(separator: ", "))], "ports": []}
            """
    }

    @Test("its objects and their endpoints, also of slices that are only counted")
    func objects() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.putImport("db")
        try api.put(slice("cart-1", of: "cart", cluster: "east", ready: 2, unready: 1))
        try api.put(slice("db-1", of: "db", cluster: "west", ready: 1))
        let server = try RunningServer(following(api.source(), "startup_timeout 1h", probes))
        let zone = "clusterset.local."
        #expect(
            try server.samples("clustersetdns_objects") == [
                "serviceimports \(zone)": 2, "endpointslices \(zone)": 2, "namespaces \(zone)": 0,
            ])
        #expect(
            try server.samples("clustersetdns_endpoints") == [
                "true east \(zone)": 2, "false east \(zone)": 1, "true west \(zone)": 1,
                "false west \(zone)": 0,
            ])
        let before = try #require(server.metric("clustersetdns_feed_convergence_seconds_count"))
        #expect(before >= 1)
        #expect(server.metric("clustersetdns_zone_publications_total") == before)
        #expect(try #require(server.metric("clustersetdns_zone_owners_published_total")) >= 3)
        #expect(server.metric("clustersetdns_zone_owners_removed_total") == 0)

        // Nothing is published by endpoints that have no names.
        try api.put(slice("cart-1", of: "cart", cluster: "east", ready: 3))
        try wait(for: "the endpoints") {
            try server.samples("clustersetdns_endpoints")["true east \(zone)"] == 3
        }
        #expect(server.metric("clustersetdns_zone_publications_total") == before)
        try api.delete(.serviceImports, "default/db")
        try wait(for: "the end of a service") { try server.isDenied("db") }
        wait(for: "its count") { server.metric("clustersetdns_zone_publications_total") == before + 1 }
        #expect(server.metric("clustersetdns_feed_convergence_seconds_count") == before + 1)
        #expect(try #require(server.metric("clustersetdns_zone_owners_removed_total")) >= 1)
        #expect(try server.samples("clustersetdns_objects")["serviceimports \(zone)"] == 1)
    }

    @Test("by name no more clusters than there is room for, and the rest as other")
    func manyClusters() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart")
        let slices = (0..<120).map { slice("cart-\($0)", of: "cart", cluster: "c\($0)", ready: 1) }
        try api.put("{\"kind\": \"List\", \"items\": [\(slices.joined(separator: ", "))]}")
        let server = try RunningServer(following(api.source(), "startup_timeout 1h", probes))
        let endpoints = try server.samples("clustersetdns_endpoints")
        #expect(endpoints.count == 2 * 101)
        #expect(endpoints["true other clusterset.local."] == 20)
        #expect(try server.scrape().faults == [])
    }

    @Test("its requests, whatever comes of them")
    func requests() throws {
        let api = try FakeAPIServer()
        try api.down()
        let server = try RunningServer(following(api.source(), "startup_timeout 0s", probes))
        let family = "coredns_kubernetes_rest_client_requests_total"
        let host = "127.0.0.1:\(api.port)"
        try wait(for: "an attempt") { try server.samples(family)["<error> \(host) GET"] ?? 0 > 0 }
        try api.deny([.endpointSlices])
        try api.up()
        try wait(for: "a refusal") { try server.samples(family)["403 \(host) GET"] ?? 0 > 0 }
        try api.deny([])
        server.waitsForReadiness()
        #expect(try server.samples(family)["200 \(host) GET"] ?? 0 >= 3)
        let waits = try #require(
            server.samples("coredns_kubernetes_rest_client_rate_limiter_duration_seconds")["\(host) GET"])
        let durations = try #require(
            server.samples("coredns_kubernetes_rest_client_request_duration_seconds")["\(host) GET"])
        #expect(durations >= 5 && waits >= durations)
    }

    @Test("how late endpoints are that a headless service answers with, and those of another one are not")
    func programming() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.putImport("db")
        let server = try RunningServer(following(api.source(), "startup_timeout 1h", probes))
        try api.waits(for: "watches=2")
        for service in ["cart", "db"] {
            let label = "\"labels\": {"
            let trigger = "\"endpoints.kubernetes.io/last-change-trigger-time\": \"2026-01-31T23:59:59Z\""
            try api.put(
                slice("\(service)-1", of: service, cluster: "east", ready: 1)
                    .replacing(label, with: "\"annotations\": {\(trigger)}, \(label)"))
        }
        try wait(for: "the endpoints") { try server.addresses(of: "db") == ["10.1.0.0"] }
        wait(for: "its count") {
            server.metric("coredns_kubernetes_dns_programming_duration_seconds_count") == 1
        }
        #expect(try server.samples("clustersetdns_feed_events_total")["endpointslices ADDED"] == 2)
    }

    @Test("one zone of several stanzas as good as the worst of them")
    func worst() throws {
        let (api, other) = (try FakeAPIServer(), try FakeAPIServer())
        try other.down()
        let server = try RunningServer(
            following(api.source(), "startup_timeout 0s", probes)
                + following(other.source(), "startup_timeout 0s", probes).replacing(
                    "clusterset.local {", with: "clusterset.local:5400 {"))
        try api.waits(for: "watches=2")
        #expect(try server.samples("clustersetdns_feed_synced") == ["clusterset.local.": 0])
        wait(for: "staleness") { server.metric("clustersetdns_feed_stale_seconds") ?? 0 > 0 }
        try other.up()
        wait(for: "both") { server.metric("clustersetdns_feed_synced") == 1 }
        wait(for: "both watches") { server.metric("clustersetdns_feed_stale_seconds") == 0 }
    }
}
