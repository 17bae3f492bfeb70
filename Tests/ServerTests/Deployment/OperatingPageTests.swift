import ClusterSet
import DNSWire
import TestSupport
import Testing

@testable import Feeds

@Suite("The page on operating")
struct OperatingPageTests {
    /// A server with all that has metrics: a cluster, TLS, probes.
    private func metrics() async throws -> Set<String> {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.putSlice("cart-a", of: "cart", addresses: ["10.1.0.1"])
        let server = try RunningServer(
            following(api.source(), "", "reload\nerrors\n\(probes)")
                + "tls://a.test:853 {\nbind HOST\ntls MANIFESTS/tls.crt MANIFESTS/tls.key\nwhoami\n}\n",
            manifests: try await Certificates.files())
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.ask("cart.default.svc.clusterset.local", edns: EDNS(dnssecOK: true)) != nil)
        wait(for: "endpoints") {
            server.get("/metrics", port: 9153)?.body.contains("clustersetdns_endpoints{") == true
        }
        let text = try #require(server.get("/metrics", port: 9153)).body
        return Set(text.matches(of: /\bTYPE (\S+)/).map { String($0.output.1) })
    }

    @Test("has every metric that there is, once, in the order of the alphabet, and no other")
    func metricsAreThere() async throws {
        let rows = OperatingPage.keys(of: "Metrics")
        #expect(rows == rows.sorted())
        #expect(Set(rows).count == rows.count)
        let shown = try await metrics()
        #expect(shown.subtracting(rows) == [])
        #expect(Set(rows).subtracting(shown) == [])
    }

    @Test("has every alert, and alerts look at metrics that there are")
    func alerts() throws {
        let groups = try #require(try DeployedManifest("prometheus/rules.yaml").root)["groups"].items
        let rules = groups.flatMap { $0["rules"].items }
        #expect(rules.compactMap { $0["alert"].text } == OperatingPage.keys(of: "Alerts"))
        let known = OperatingPage.keys(of: "Metrics")
        for rule in rules {
            let expression = try #require(rule["expr"].text)
            let names = expression.matches(of: /\b(clustersetdns|coredns|process)_\w+/).map { $0.output.0 }
            #expect(!names.isEmpty)
            for name in names {
                #expect(known.contains(String(name.replacing(/_(bucket|sum|count)$/, with: ""))), "\(name)")
            }
            #expect(rule["annotations"]["summary"].text != nil)
        }
    }

    @Test(
        "has alerts that promtool understands, and that fire when they should",
        .enabled(if: isInstalled("promtool"), "promtool is in the Debian package prometheus"))
    func promtool() async throws {
        let folder = "\(SourceTree.root)/deploy/prometheus"
        #expect(try await run("promtool", ["check", "rules", "\(folder)/rules.yaml"]).contains("SUCCESS"))
        #expect(
            try await run("promtool", ["test", "rules", "\(folder)/rules.test.yaml"]).contains("SUCCESS"))
    }

    @Test("has every reason that a response may give, and no other")
    func reasons() throws {
        let texts = try answeredReasons() + staleReason() + obstacles
        let rows = OperatingPage.keys(of: "A name does not resolve")
        #expect(!rows.isEmpty)
        for text in texts {
            #expect(rows.contains { OperatingPage.fits(text, $0) }, "\(text)")
        }
        for row in rows {
            #expect(texts.contains { OperatingPage.fits($0, row) }, "\(row)")
        }
    }

    /// Why a feed may not be synchronised.
    private var obstacles: [String] {
        let obstacles: [Obstacle] = [
            .pending, .unreachable("x"), .unauthorized, .forbidden("x"), .notServed, .refused(code: 500, "x"),
            .malformed("x"), .stalled, .credentials("x"),
        ]
        let resource = APIResource(kind: .serviceImports)
        return obstacles.map { "not synchronised: \($0.brief(of: resource))" }
    }

    private func staleReason() throws -> [String] {
        let api = try FakeAPIServer()
        let server = try RunningServer(following(api.source()))
        try api.waits(for: "watches=2")
        try api.down()
        var reason: String?
        try wait(for: "a stale answer") {
            reason = try server.reason(of: "shop.default.svc.clusterset.local")
            return reason?.hasPrefix("stale") == true
        }
        return [try #require(reason)]
    }

    /// What a server says of names that it has not, one for each reason.
    private func answeredReasons() throws -> [String] {
        let server = try RunningServer(
            clusterset()
                + "blocked.test {\nbind HOST\nacl {\nblock\n}\nwhoami\n}\n"
                + "filtered.test {\nbind HOST\nacl {\nfilter\n}\nwhoami\n}\n",
            manifests: ["all.yaml": Self.objects])
        let zone = "clusterset.local"
        let questions: [(String, RRType)] = [
            ("web.other.svc.\(zone)", .a), ("web.shp.svc.\(zone)", .a), ("zz.shop.svc.\(zone)", .a),
            ("wbe.shop.svc.\(zone)", .a), ("idle.shop.svc.\(zone)", .a), ("empty.shop.svc.\(zone)", .a),
            ("_web._tcp.web.shop.svc.\(zone)", .srv), ("_web._tcp.plain.shop.svc.\(zone)", .srv),
            ("a.east.db.shop.svc.\(zone)", .a), ("a.east.web.shop.svc.\(zone)", .a), ("www.\(zone)", .a),
            ("web.shop.svc.\(zone)", .aaaa), ("shop.svc.\(zone)", .a), ("new.shop.svc.\(zone)", .a),
            ("example.com", .a), (zone, .axfr), ("a.blocked.test", .a), ("a.filtered.test", .a),
        ]
        var reasons: [String] = []
        for (name, type) in questions {
            reasons.append(try #require(try server.reason(of: name, type), "\(name) \(type)"))
        }
        reasons.append(try #require(try server.reason(of: zone, class: .ch)))
        return reasons
    }

    private static let objects =
        web("192.0.2.1")
        + [
            "{name: plain, type: ClusterSetIP, ips: [192.0.2.2], ports: [{port: 80}]}",
            "{name: new, type: ClusterSetIP, ips: [], ports: [{name: http, port: 80}]}",
            "{name: db, type: Headless, ports: []}", "{name: idle, type: Headless, ports: []}",
            "{name: empty, type: Headless, ports: []}",
        ].map { spec in
            let name = spec.dropFirst(7).prefix { $0 != "," }
            return """
                ---
                apiVersion: multicluster.x-k8s.io/v1beta1
                kind: ServiceImport
                metadata: {name: \(name), namespace: shop}
                spec: {\(spec.drop { $0 != "," }.dropFirst(2))

                """
        }.joined()
        + [("db", "true"), ("idle", "false")].map { name, ready in
            """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: \(name)-east
              namespace: shop
              labels: {multicluster.kubernetes.io/service-name: \(name), multicluster.kubernetes.io/source-cluster: east}
            addressType: IPv4
            endpoints:
            - {addresses: [10.1.0.1], hostname: g, conditions: {ready: \(ready)}}
            - {addresses: [10.1.0.2], hostname: h, conditions: {ready: \(ready)}}
            ports: []

            """
        }.joined()
}

extension RunningServer {
    /// The text of the extended error in the response to a query; nil when there is none.
    fileprivate func reason(of name: String, _ type: RRType = .a, class: RRClass = .in) throws -> String? {
        let options = try ask(name, type, class: `class`, edns: EDNS())?.edns?.options ?? []
        return options.compactMap { option in
            guard case .extendedError(let error) = option else { return nil as String? }
            return error.text
        }.first
    }
}
