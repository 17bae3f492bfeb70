import DNSWire
import TestSupport
import Testing

@Suite(
    "Of a real cluster",
    .enabled(if: Cluster.kubeconfig != nil, "\(Cluster.variable) names no kubeconfig"))
struct ClusterTests {
    private let namespace: TestNamespace

    init() throws { namespace = try TestNamespace() }

    /// A server that follows the cluster and has read it, with more properties of its `multicluster`.
    private func start(_ properties: String = "") throws -> RunningServer {
        try RunningServer(
            """
            clusterset.local {
             bind HOST
             multicluster {
              kubeconfig \(Cluster.kubeconfig ?? "")
              startup_timeout 1m
              \(properties)
             }
            }
            """)
    }

    private func name(_ service: String, in namespace: TestNamespace? = nil) -> String {
        "\(service).\((namespace ?? self.namespace).name).svc.clusterset.local"
    }

    /// Returns once the RDATA of the answers for a name are these, in order; none: once it is NXDOMAIN.
    private func expect(
        _ data: String..., from server: RunningServer, for name: String, _ type: RRType = .a,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        var response: Message?
        try wait(for: "\(data) in \(response.map { "\($0)" } ?? "no response")", location) {
            response = try server.ask(name, type)
            let answer = response?.answer.map { "\($0)".split(separator: " ", maxSplits: 4).last ?? "" }
            return answer?.sorted() == data.map { $0[...] }
                && response?.rcode == (data.isEmpty ? .nxdomain : .noerror)
        }
    }

    @Test(
        "a ClusterSetIP service has its addresses and its port, new ones once it changes, none once it is gone"
    )
    func clusterSetIP() throws {
        try namespace.putImport("web", "192.0.2.1", "2001:db8::1")
        let (server, web) = (try start(), name("web"))
        #expect(try server.answer(web) == ["\(web). 5 IN A 192.0.2.1"])
        #expect(try server.answer(web, .aaaa) == ["\(web). 5 IN AAAA 2001:db8::1"])
        try expect("0 50 80 \(web).", from: server, for: "_http._tcp.\(web)", .srv)
        try namespace.putImport("web", "192.0.2.2")
        try expect("192.0.2.2", from: server, for: web)
        #expect(try server.answer(web, .aaaa) == [])
        try namespace.deleteImport("web")
        try expect(from: server, for: web)
        try namespace.putImport("web", "192.0.2.3")
        try expect("192.0.2.3", from: server, for: web)
    }

    @Test("a headless service has the ready endpoints of its clusters, together and by their names")
    func headless() throws {
        try namespace.putImport("db")
        try namespace.putSlice(
            "db-east", of: "db", in: "east", ["db-0": "192.0.2.1"], notReady: ["db-1": "192.0.2.2"])
        try namespace.putSlice("db-west", of: "db", in: "west", ["db-0": "192.0.2.3"])
        let (server, db) = (try start(), name("db"))
        try expect("192.0.2.1", "192.0.2.3", from: server, for: db)
        try expect("192.0.2.1", from: server, for: "db-0.east.\(db)")
        try expect("192.0.2.3", from: server, for: "db-0.west.\(db)")
        try expect(from: server, for: "db-1.east.\(db)")
        try expect(
            "0 50 8080 db-0.east.\(db).", "0 50 8080 db-0.west.\(db).", from: server, for: "_http._tcp.\(db)",
            .srv)

        try namespace.putSlice("db-east", of: "db", in: "east", ["db-0": "192.0.2.1", "db-1": "192.0.2.2"])
        try expect("192.0.2.1", "192.0.2.2", "192.0.2.3", from: server, for: db)
        try namespace.deleteSlice("db-west")
        try expect("192.0.2.1", "192.0.2.2", from: server, for: db)
        try expect(from: server, for: "db-0.west.\(db)")
        try namespace.deleteSlice("db-east")
        try expect(from: server, for: db)
    }

    @Test("a service that turns headless has its endpoints then, and its address when it turns back")
    func turned() throws {
        try namespace.putImport("web", "192.0.2.1")
        try namespace.putSlice("web-east", of: "web", in: "east", ["a": "192.0.2.10", "b": "192.0.2.11"])
        let (server, web) = (try start(), name("web"))
        try expect("192.0.2.1", from: server, for: web)
        try namespace.putImport("web")
        try expect("192.0.2.10", "192.0.2.11", from: server, for: web)
        try namespace.putImport("web", "192.0.2.2")
        try expect("192.0.2.2", from: server, for: web)
        try expect(from: server, for: "a.east.\(web)")
    }

    @Test("slices that are there before their import count once it comes")
    func sliceFirst() throws {
        let (server, db) = (try start(), name("db"))
        try namespace.putSlice("db-east", of: "db", in: "east", ["db-0": "192.0.2.1"])
        // Its slice came before that of another service.
        try namespace.putImport("other")
        try namespace.putSlice("other-east", of: "other", in: "east", ["a": "192.0.2.9"])
        try expect("192.0.2.9", from: server, for: name("other"))
        try expect(from: server, for: db)
        try namespace.putImport("db")
        try expect("192.0.2.1", from: server, for: db)
    }

    @Test("a slice counts for the service that its label names now")
    func relabelled() throws {
        try namespace.putImport("db")
        try namespace.putImport("cache")
        try namespace.putSlice("slice", of: "db", in: "east", ["a": "192.0.2.1"])
        let server = try start()
        try expect("192.0.2.1", from: server, for: name("db"))
        try expect(from: server, for: name("cache"))
        try namespace.putSlice("slice", of: "cache", in: "east", ["a": "192.0.2.1"])
        try expect("192.0.2.1", from: server, for: name("cache"))
        try expect(from: server, for: name("db"))
    }

    @Test("only the namespaces have names that have the labels asked for, as long as they have them")
    func namespaceLabels() throws {
        let label = ["clustersetdns-test": namespace.name]
        let other = try TestNamespace(labels: label)
        try namespace.putImport("web", "192.0.2.1")
        try other.putImport("web", "192.0.2.2")
        let server = try start("namespace_labels clustersetdns-test=\(namespace.name)")
        try expect("192.0.2.2", from: server, for: name("web", in: other))
        try expect(from: server, for: name("web"))
        try namespace.label(label)
        try expect("192.0.2.1", from: server, for: name("web"))
        try other.label([:])
        try expect(from: server, for: name("web", in: other))
        #expect(try server.ask("\(other.name).svc.clusterset.local")?.rcode == .nxdomain)
    }

    @Test("only the namespaces have names that are named")
    func namespaces() throws {
        let other = try TestNamespace()
        try namespace.putImport("web", "192.0.2.1")
        try other.putImport("web", "192.0.2.2")
        let server = try start("namespaces \(namespace.name)")
        try expect("192.0.2.1", from: server, for: name("web"))
        try namespace.putImport("web", "192.0.2.3")
        try expect("192.0.2.3", from: server, for: name("web"))
        try expect(from: server, for: name("web", in: other))
    }

    @Test("only the imports count that have the labels asked for, as long as they have them")
    func labels() throws {
        try namespace.putImport("web", "192.0.2.1", labels: ["tier": "front"])
        try namespace.putImport("db", "192.0.2.2", labels: ["tier": "back"])
        let server = try start("labels tier in (front,middle)")
        try expect("192.0.2.1", from: server, for: name("web"))
        try expect(from: server, for: name("db"))
        try namespace.putImport("db", "192.0.2.2", labels: ["tier": "middle"])
        try expect("192.0.2.2", from: server, for: name("db"))
        try namespace.putImport("web", "192.0.2.1", labels: ["tier": "back"])
        try expect(from: server, for: name("web"))
    }
}
