import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("Before a cluster has been read")
struct ClusterStartTests {
    private let waiting = "[INFO] plugin/multicluster: waiting for Kubernetes API before starting server\n"
    private let unsynced = "[WARNING] plugin/multicluster: starting server with unsynced Kubernetes API\n"

    @Test("the server does not listen yet, tells probes why, and its first answers are right")
    func patient() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.down()
        let server = try RunningServer(following(api.source(), "startup_timeout 1h", probes), until: waiting)
        #expect(throws: SystemError.self) { _ = try TestClient(.stream, to: server.address) }
        #expect(server.health == HTTPAnswer(200, "OK"))
        let obstacle = "multicluster\nmulticluster: no connection to the API server"
        wait(for: obstacle) { server.ready == HTTPAnswer(503, obstacle) }
        #expect(server.metric("clustersetdns_feed_synced") == 0)
        #expect(try #require(server.metric("clustersetdns_feed_stale_seconds")) > 0)
        try api.up()
        server.process.waits(for: "ClusterSetDNS-")
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        #expect(try server.isDenied("shop"))
        #expect(server.ready == HTTPAnswer(200, "OK"))
        #expect(server.metric("clustersetdns_feed_synced") == 1)
        #expect(server.metric("clustersetdns_feed_stale_seconds") == 0)
        #expect(!server.process.output.contains(unsynced))
        #expect(server.process.errors == "")
    }

    @Test("and its time is over, the server listens: what it cannot know is SERVFAIL, all else is answered")
    func impatient() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.down()
        let server = try RunningServer(following(api.source(), "startup_timeout 700ms", probes))
        let output = server.process.output
        let end = try #require(output.firstRange(of: unsynced))
        #expect(output[..<end.lowerBound].contains(waiting))
        #expect(
            output[end.upperBound...].contains(
                "clusterset.local.:\(Loopback.port) on \(server.address.host)\n"))

        #expect(try server.ask(".", .ns)?.rcode == .refused)
        #expect(try server.answer("clusterset.local", .soa).count == 1)
        #expect(try server.answer("ns.dns.clusterset.local").count == 1)
        let outcome = "SERVFAIL 14: not synchronised: no connection to the API server"
        try wait(for: outcome) { try server.outcome(of: "cart") == outcome }
        #expect(server.ready?.status == 503)
        #expect(server.health == HTTPAnswer(200, "OK"))

        try api.up()
        try wait(for: "the service") { try server.addresses(of: "cart") == ["10.0.0.1"] }
        try wait(for: "the rest") { try server.isDenied("shop") }
        server.waitsForReadiness()
        #expect(!server.process.hasEnded)
    }

    /// What hinders the first list, and what clients are told.
    enum Hindrance: CaseIterable {
        case down, noCRD, noRight, noRightToSlices, noAccess, failing, unreadable

        var reason: String {
            switch self {
            case .down: "no connection to the API server"
            case .noCRD: "the API server has no serviceimports: the CRD is not installed"
            case .noRight: "no right to list and watch serviceimports"
            case .noRightToSlices: "no right to list and watch endpointslices"
            case .noAccess: "the API server does not accept the credentials"
            case .failing: "the API server answers 500 for serviceimports"
            case .unreadable: "the API server's answers for serviceimports cannot be read"
            }
        }

        func happen(to api: FakeAPIServer) throws {
            switch self {
            case .down: try api.down()
            case .noCRD: try api.serve(imports: [])
            case .noRight: try api.deny([.serviceImports])
            case .noRightToSlices: try api.deny([.endpointSlices])
            case .noAccess: try api.accept(tokens: [])
            case .failing: try api.inject(.status(500), .serviceImports)
            case .unreadable: try api.inject(.body("<html></html>"), .serviceImports)
            }
        }

        func end(at api: FakeAPIServer) throws {
            switch self {
            case .down: try api.up()
            case .noCRD: try api.serve(imports: ["v1alpha1"])
            case .noRight, .noRightToSlices: try api.deny([])
            case .noAccess: try api.accept(tokens: ["fake-token"])
            case .failing, .unreadable: try api.clearFaults()
            }
        }
    }

    @Test(
        "SERVFAIL says what is missing, and once it is there all is well by itself",
        arguments: Hindrance.allCases)
    func reason(hindrance: Hindrance) throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try hindrance.happen(to: api)
        let server = try RunningServer(following(api.source("token"), "startup_timeout 0s", probes))
        let outcome = "SERVFAIL 14: not synchronised: \(hindrance.reason)"
        try wait(for: outcome) { try server.outcome(of: "shop") == outcome }
        // Zones are told first.
        let unready = HTTPAnswer(503, "multicluster\nmulticluster: \(hindrance.reason)")
        wait(for: "\(unready)") { server.ready == unready }
        try hindrance.end(at: api)
        try wait(for: "the end of it") { try server.isDenied("shop") }
        #expect(try server.addresses(of: "cart") == ["10.0.0.1"])
        server.waitsForReadiness()
        server.process.waits(for: "the cluster is followed again")
        #expect(!server.process.hasEnded)
    }

    @Test("names that are known already are answered")
    func known() throws {
        let api = try FakeAPIServer()
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.deny([.endpointSlices])
        let server = try RunningServer(following(api.source(), "startup_timeout 0s"))
        try wait(for: "the service") { try server.addresses(of: "cart") == ["10.0.0.1"] }
        #expect(try server.outcome(of: "shop").hasPrefix("SERVFAIL 14: "))
    }

    @Test("a signal to end is followed at once, without lameduck", arguments: [SIGTERM, SIGINT])
    func end(signal: CInt) throws {
        let api = try FakeAPIServer()
        try api.down()
        let lameduck = "health HOST:8080 {\nlameduck 1h\n}"
        let server = try RunningServer(
            following(api.source(), "startup_timeout 1h", lameduck), until: waiting)
        server.process.send(signal)
        #expect(server.process.waitsForEnd() == .exited(0))
        #expect(!server.process.output.contains("ClusterSetDNS-"))
        #expect(server.process.errors == "")
    }

    @Test("a reload serves at once, and for good")
    func reload() throws {
        let api = try FakeAPIServer()
        try api.down()
        let server = try RunningServer(following(api.source(), "startup_timeout 1h"), until: waiting)
        server.reload(following(api.source(), "startup_timeout 1h") + "new.test {\nbind HOST\nwhoami\n}")
        server.process.waits(for: "ClusterSetDNS-")
        #expect(server.process.output.contains("\nnew.test.:\(Loopback.port) on \(server.address.host)\n"))
        #expect(try server.outcome(of: "cart").hasPrefix("SERVFAIL 14: "))
        #expect(try server.ask("a.new.test")?.rcode == .noerror)
    }

    @Test("the time to wait counts from the start, and 0 is none")
    func noPatience() throws {
        let api = try FakeAPIServer()
        try api.down()
        let server = try RunningServer(following(api.source(), "startup_timeout 0s"))
        #expect(server.process.output.contains(unsynced))
        #expect(!server.process.output.contains(waiting))
    }
}

@Suite("A cluster that cannot be made out from what was written ends the start with 1 and one line")
struct ClusterMistakeTests {
    @Test(
        arguments: [
            (
                "kubeconfig /no/such/kubeconfig",
                "kubeconfig /no/such/kubeconfig: it is not there, or is no file\n"
            ),
            ("kubeconfig KUBECONFIG prod", "expected a context prod: there are none\n"),
            ("endpoint https://127.0.0.1:6443\ntls /no/c /no/k /no/ca", "endpoint https://127.0.0.1:6443: "),
            ("endpoint https://", "endpoint: expected "),
            ("", "in-cluster: KUBERNETES_SERVICE_HOST is not set, so this is no pod; outside of a cluster, "),
        ])
    func mistake(source: String, reason: String) throws {
        let folder = Folder()
        folder.write("kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n")
        let source = source.replacing("KUBECONFIG", with: folder("kubeconfig"))
        let process = try ServerProcess(
            ["-conf", "stdin", "-p", "\(Loopback.port)"],
            input: following(source).replacing("HOST", with: Loopback.next().host))
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.output == "")
        #expect(process.errors.hasPrefix("cannot follow the cluster: "))
        #expect(process.errors.contains(reason), "\(process.errors)")
        #expect(process.errors.split(separator: "\n").count == 1)
    }

    @Test("A pod without a token says so")
    func noToken() throws {
        let process = try ServerProcess(
            ["-conf", "stdin", "-p", "\(Loopback.port)"],
            input: following("in_cluster").replacing("HOST", with: Loopback.next().host),
            variables: ["KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "6443"])
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.errors.hasPrefix("cannot follow the cluster: in-cluster: "))
        #expect(process.errors.split(separator: "\n").count == 1)
    }
}
