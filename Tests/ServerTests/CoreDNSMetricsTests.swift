import DNSWire
import TestSupport
import Testing

/// A family that CoreDNS 1.13.1 shows, as a scrape of it does.
private struct CoreDNSFamily {
    static let place: Set = ["server", "zone", "view"]
    static let doubled = [
        "0.00025", "0.0005", "0.001", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256",
        "0.512", "1.024", "2.048", "4.096", "8.192",
    ]
    static let sizes = [
        "0", "100", "200", "300", "400", "511", "1023", "2047", "4095", "8291", "16000", "32000", "48000",
        "64000",
    ]
    static let standard = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"]

    let name: String
    let type: String
    var labels: Set<String> = []
    var bounds: [String] = []

    static let all = [
        CoreDNSFamily(
            name: "coredns_build_info", type: "gauge", labels: ["version", "revision", "goversion"]),
        CoreDNSFamily(name: "coredns_panics_total", type: "counter"),
        CoreDNSFamily(name: "coredns_plugin_enabled", type: "gauge", labels: place.union(["name"])),
        CoreDNSFamily(
            name: "coredns_dns_requests_total", type: "counter",
            labels: place.union(["proto", "family", "type"])),
        CoreDNSFamily(name: "coredns_dns_do_requests_total", type: "counter", labels: place),
        CoreDNSFamily(
            name: "coredns_dns_request_duration_seconds", type: "histogram", labels: place, bounds: doubled),
        CoreDNSFamily(
            name: "coredns_dns_request_size_bytes", type: "histogram", labels: place.union(["proto"]),
            bounds: sizes),
        CoreDNSFamily(
            name: "coredns_dns_response_size_bytes", type: "histogram", labels: place.union(["proto"]),
            bounds: sizes),
        CoreDNSFamily(
            name: "coredns_dns_responses_total", type: "counter", labels: place.union(["rcode", "plugin"])),
        CoreDNSFamily(
            name: "coredns_health_request_duration_seconds", type: "histogram",
            bounds: ["0.00025", "0.0025", "0.025", "0.25", "2.5"]),
        CoreDNSFamily(name: "coredns_health_request_failures_total", type: "counter"),
        CoreDNSFamily(name: "coredns_reload_failed_total", type: "counter"),
        CoreDNSFamily(name: "coredns_reload_version_info", type: "gauge", labels: ["hash", "value"]),
        CoreDNSFamily(
            name: "coredns_kubernetes_dns_programming_duration_seconds", type: "histogram",
            labels: ["service_kind"],
            bounds: [
                "0.001", "0.002", "0.004", "0.008", "0.016", "0.032", "0.064", "0.128", "0.256", "0.512",
                "1.024", "2.048", "4.096", "8.192", "16.384", "32.768", "65.536", "131.072", "262.144",
                "524.288",
            ]),
        CoreDNSFamily(
            name: "coredns_kubernetes_rest_client_requests_total", type: "counter",
            labels: ["code", "method", "host"]),
        CoreDNSFamily(
            name: "coredns_kubernetes_rest_client_request_duration_seconds", type: "histogram",
            labels: ["verb", "host"], bounds: standard),
        CoreDNSFamily(
            name: "coredns_kubernetes_rest_client_rate_limiter_duration_seconds", type: "histogram",
            labels: ["verb", "host"], bounds: standard),
        CoreDNSFamily(name: "process_cpu_seconds_total", type: "counter"),
        CoreDNSFamily(name: "process_max_fds", type: "gauge"),
        CoreDNSFamily(name: "process_open_fds", type: "gauge"),
        CoreDNSFamily(name: "process_resident_memory_bytes", type: "gauge"),
        CoreDNSFamily(name: "process_start_time_seconds", type: "gauge"),
        CoreDNSFamily(name: "process_virtual_memory_bytes", type: "gauge"),
    ]
}

@Suite("What is CoreDNS's in a scrape is as CoreDNS has it")
struct CoreDNSMetricsTests {
    /// A scrape of a server that has something to show for every family.
    private func scrape() throws -> ScrapeText {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"])
        let server = try RunningServer(
            following(api.source(), "startup_timeout 1h", "\(probes)\nreload\nerrors\nloadbalance"))
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.ask("clusterset.local", .soa, edns: EDNS(dnssecOK: true)) != nil)
        server.process.waits(for: "Running configuration SHA512")
        wait(for: "the hash") { server.metric("coredns_reload_version_info") == 1 }
        return try server.scrape()
    }

    @Test("every family with its type, labels and buckets, and none that CoreDNS does not have")
    func families() throws {
        let scrape = try scrape()
        for family in CoreDNSFamily.all {
            let shown = try #require(scrape[family.name], "\(family.name)")
            #expect(shown.type == family.type, "\(family.name)")
            #expect(shown.labelNames == family.labels, "\(family.name)")
            #expect(shown.upperBounds == family.bounds, "\(family.name)")
        }
        let known = Set(CoreDNSFamily.all.map(\.name))
        let others = scrape.families.map(\.name).filter { !$0.hasPrefix("clustersetdns_") }
        #expect(Set(others).subtracting(known) == [])
    }

    @Test("and the page of prometheus has every metric, with its kind")
    func page() throws {
        let rows = SourceTree.text(of: "docs/directives/prometheus.md").split(separator: "\n")
            .compactMap { $0.wholeMatch(of: /\| (`.*`) \| ([CGH]) \|.*\|.*\|/) }
        let documented = rows.flatMap { row in
            row.output.1.matches(of: /`([a-z_]+)`/).map { "\($0.output.1) \(row.output.2)" }
        }
        let shown = try scrape().families.map { "\($0.name) \($0.type.prefix(1).uppercased())" }
        #expect(documented.sorted() == shown.sorted())
    }
}
