import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

/// The samples of a scrape, by everything that stands before the value.
private struct Scrape {
    let samples: [Substring: Double]

    init(_ server: RunningServer) throws {
        let answer = try #require(HTTPAnswer("/metrics", at: server.address.with(port: 9153)))
        #expect(answer.status == 200)
        let lines = answer.body.split(separator: "\n").filter { !$0.hasPrefix("#") }
        samples = Dictionary(
            lines.compactMap { line in
                guard let blank = line.lastIndex(of: " "),
                    let value = Double(line[line.index(after: blank)...])
                else { return nil }
                return (line[..<blank], value)
            }, uniquingKeysWith: { _, last in last })
    }

    /// Those whose name begins with `prefix`, without the buckets of histograms.
    func named(_ prefix: String) -> [Substring: Double] {
        samples.filter { $0.key.hasPrefix(prefix) && !$0.key.contains("_bucket{") }
    }

    subscript(name: String) -> Double? { samples[name[...]] }
}

private enum Promtool {
    static let path = "/usr/bin/promtool"

    // Safe: access reads a path that outlives it.
    static var isThere: Bool { unsafe access(path, X_OK) == 0 }
}

@Suite("A scrape shows")
struct ScrapeTests {
    private let manifests = ["web.yaml": web("192.0.2.1")]
    private let name = "web.shop.svc.clusterset.local"
    private let metered = clusterset("prometheus HOST:9153\nerrors")

    /// The labels of a sample of the server's, in the order of their names.
    private func labels(_ server: RunningServer, zone: String, before: String = "", after: String = "")
        -> String
    {
        "{\(before)server=\"dns://\(server.address)\",\(after)view=\"\",zone=\"\(zone)\"}"
    }

    @Test("every query once, by type, protocol, RCODE and zone")
    func counts() throws {
        let server = try RunningServer(metered, manifests: manifests)
        for _ in 0..<3 { #expect(try server.answer(name).count == 1) }
        #expect(try server.ask(name, .aaaa, over: .stream)?.answer.isEmpty == true)
        #expect(
            try server.ask("none.clusterset.local", .txt, edns: EDNS(dnssecOK: true))?.rcode == .nxdomain)
        #expect(try server.ask("other.test", .hinfo)?.rcode == .refused)

        let scrape = try Scrape(server)
        func queries(_ proto: String, _ type: String, _ zone: String) -> Substring {
            let before = "family=\"1\",proto=\"\(proto)\","
            return "coredns_dns_requests_total"
                + labels(server, zone: zone, before: before, after: "type=\"\(type)\",")[...]
        }
        #expect(
            scrape.named("coredns_dns_requests_total") == [
                queries("udp", "A", "clusterset.local."): 3,
                queries("tcp", "AAAA", "clusterset.local."): 1,
                queries("udp", "TXT", "clusterset.local."): 1,
                queries("udp", "other", "dropped"): 1,
            ])
        func responses(_ rcode: String, _ plugin: String, _ zone: String) -> Substring {
            "coredns_dns_responses_total"
                + labels(server, zone: zone, before: "plugin=\"\(plugin)\",rcode=\"\(rcode)\",")[...]
        }
        #expect(
            scrape.named("coredns_dns_responses_total") == [
                responses("NOERROR", "multicluster", "clusterset.local."): 4,
                responses("NXDOMAIN", "multicluster", "clusterset.local."): 1,
                responses("REFUSED", "", "dropped"): 1,
            ])
        let zone = labels(server, zone: "clusterset.local.")
        #expect(scrape.named("coredns_dns_do_requests_total") == ["coredns_dns_do_requests_total\(zone)": 1])
        #expect(scrape["coredns_dns_request_duration_seconds_count\(zone)"] == 5)
        let udp = labels(server, zone: "clusterset.local.", before: "proto=\"udp\",")
        #expect(scrape["coredns_dns_request_size_bytes_count\(udp)"] == 4)
        #expect(scrape["coredns_dns_response_size_bytes_count\(udp)"] == 4)
        // A question of 35 octets behind each header of 12, and OPT in one query.
        #expect(scrape["coredns_dns_request_size_bytes_sum\(udp)"] == Double(3 * 47 + 39 + 11))
        #expect(scrape["clustersetdns_rejected_queries_total{rcode=\"REFUSED\"}"] == 1)
        #expect(scrape["clustersetdns_messages_total"] == 6)
    }

    @Test("what is no query, and what is malformed, by reason")
    func rejections() throws {
        let server = try RunningServer(metered, manifests: manifests)
        let socket = try Socket(.datagram, for: server.address)
        try socket.connect(to: server.address)
        // Cut; a response; NOTIFY; a query without a question.
        for octets in [[0], [0, 1, 0x80, 0], [0, 2, 0x20, 0], [0, 3, 0, 0]] as [[UInt8]] {
            let message = octets.count == 1 ? octets : octets + [UInt8](repeating: 0, count: 8)
            #expect(socket.write(message.span) == .octets(message.count))
        }
        try wait(for: "four messages") { try Scrape(server)["clustersetdns_messages_total"] == 4 }
        let scrape = try Scrape(server)
        #expect(scrape["clustersetdns_dropped_messages_total{reason=\"short\"}"] == 1)
        #expect(scrape["clustersetdns_dropped_messages_total{reason=\"response\"}"] == 1)
        #expect(scrape["clustersetdns_rejected_queries_total{rcode=\"NOTIMP\"}"] == 1)
        #expect(scrape["clustersetdns_rejected_queries_total{rcode=\"FORMERR\"}"] == 1)
        #expect(scrape.named("coredns_dns_").isEmpty)
    }

    @Test("nothing of a block without prometheus, and the directives of the others")
    func otherBlocks() throws {
        let server = try RunningServer(metered + "who.test {\nbind HOST\nwhoami\n}\n", manifests: manifests)
        #expect(try server.ask("a.who.test")?.rcode == .noerror)
        #expect(try server.answer(name).count == 1)
        let scrape = try Scrape(server)
        #expect(scrape.samples.keys.allSatisfy { !$0.contains("who.test") })
        #expect(scrape.named("coredns_dns_requests_total").count == 1)
        let enabled = ["errors", "multicluster", "prometheus"].map { name in
            "coredns_plugin_enabled" + labels(server, zone: "clusterset.local.", before: "name=\"\(name)\",")
        }
        #expect(scrape.named("coredns_plugin_enabled").keys.sorted() == enabled.map { $0[...] })
    }

    @Test("every count that was there before a reload, and the failed reloads")
    func reload() throws {
        let server = try RunningServer(metered, manifests: manifests)
        for _ in 0..<5 { #expect(try server.answer(name).count == 1) }
        let before = try Scrape(server)
        server.reload(metered + "who.test {\nbind HOST\nprometheus HOST:9153\nwhoami\n}\n")
        server.process.waits(for: "Reloading complete")
        let after = try Scrape(server)
        #expect(after.named("coredns_dns_") == before.named("coredns_dns_"))
        #expect(after.named("coredns_plugin_enabled").count == 5)
        #expect(try server.ask("a.who.test")?.rcode == .noerror)
        #expect(try server.answer(name).count == 1)
        server.reload(metered)
        wait(for: "the second reload") {
            server.process.output.matches(of: /Reloading complete/).count == 2
        }
        let last = try Scrape(server)
        #expect(last.named("coredns_plugin_enabled").count == 3)
        #expect(last.named("coredns_dns_responses_total").values.sorted() == [1, 6])
        #expect(last["coredns_reload_failed_total"] == 0)
        server.reload("bad {\nfoo\n}\n")
        server.process.waits(for: "Corefile parse failed")
        try wait(for: "the failed reload") { try Scrape(server)["coredns_reload_failed_total"] == 1 }
    }

    @Test("connections while they are open")
    func connections() throws {
        let server = try RunningServer(metered, manifests: manifests)
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask(name)?.answer.count == 1)
        #expect(try Scrape(server)["clustersetdns_tcp_connections"] == 1)
        _ = consume client
        try wait(for: "the end") { try Scrape(server)["clustersetdns_tcp_connections"] == 0 }
    }

    @Test("that manifests are read, and a change of them once the answers follow from it")
    func manifestsRead() throws {
        let server = try RunningServer(metered, manifests: manifests)
        let zone = "{zone=\"clusterset.local.\"}"
        #expect(try Scrape(server)["clustersetdns_feed_synced\(zone)"] == 1)
        #expect(try Scrape(server)["clustersetdns_feed_stale_seconds\(zone)"] == 0)
        let count = "clustersetdns_feed_convergence_seconds_count\(zone)"
        #expect(try Scrape(server)[count] == 1)
        server.manifests.replace("web.yaml", web("192.0.2.2"))
        try wait(for: "the change") { try Scrape(server)[count] == 2 }
        #expect(try server.answer(name) == ["\(name). 5 IN A 192.0.2.2"])
    }

    @Test("the process, as Go's client library shows one")
    func process() throws {
        let server = try RunningServer(metered, manifests: manifests)
        let scrape = try Scrape(server)
        for name in [
            "process_cpu_seconds_total", "process_max_fds", "process_open_fds",
            "process_resident_memory_bytes",
            "process_start_time_seconds", "process_virtual_memory_bytes",
        ] {
            #expect(scrape[name] ?? 0 > 0, "\(name)")
        }
        #expect(scrape["coredns_panics_total"] == 0)
        #expect(scrape.named("coredns_build_info").values.first == 1)
    }

    @Test(
        "nothing that promtool finds fault with",
        .enabled(if: Promtool.isThere, "promtool is in the Debian package prometheus"))
    func isClean() throws {
        let server = try RunningServer(
            clusterset("prometheus HOST:9153\nhealth HOST:8080"), manifests: manifests)
        #expect(try server.answer(name).count == 1)
        #expect(try server.ask("none.test", over: .stream) != nil)
        let answer = try #require(HTTPAnswer("/metrics", at: server.address.with(port: 9153)))
        server.folder.write("metrics", answer.body)
        let command =
            "\(Promtool.path) check metrics <\(server.folder("metrics")) >\(server.folder("found")) 2>&1"
        // Safe: system reads a string that ends with a zero octet and outlives the call.
        #expect(unsafe system(command) == 0)
        #expect(server.folder.text(of: "found") == "")
    }
}
