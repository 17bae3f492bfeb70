import Glibc
import Posix
import TestSupport
import Testing

struct FakeAPIServerTests {
    @Test(
        "The fake API server holds what its own checks say",
        arguments: ["test_access", "test_faults", "test_lists", "test_watches", "test_writes"])
    func checks(file: String) throws { try Checks.run(file) }

    @Test(
        "A real kubectl finds nothing amiss with the fake API server",
        .enabled(if: Checks.hasKubectl, "there is no kubectl that runs on the PATH"))
    func kubectl() throws { try Checks.run("test_kubectl") }

    @Test("What tests store is listed, and counted among the requests")
    func objects() throws {
        let server = try FakeAPIServer(.plain)
        let first = try server.putImport("cart", addresses: ["10.0.0.1"])
        #expect(try server.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"]) == first + 1)
        #expect(try server.put(.serviceImports, "default/odd", "{\"spec\": 5}") == first + 2)
        #expect(try imports(of: server).body.contains("\"ips\":[\"10.0.0.1\"]"))
        #expect(try server.delete(.serviceImports, "default/cart") == first + 3)
        #expect(try !imports(of: server).body.contains("cart"))
        #expect(try server.counters().requests == 2)
        let request = try #require(try server.requests().last)
        #expect(request.path == importsPath && request.verb == "list" && request.status == 200)
        #expect(throws: FakeAPIServer.Failure.self) { try server.delete(.serviceImports, "default/cart") }
    }

    @Test("Faults hit what they are meant for", arguments: [429, 500, 503])
    func faults(code: Int) throws {
        let server = try FakeAPIServer(.plain)
        try server.inject(.status(code, retryAfter: 1), .endpointSlices, .list, times: 1)
        try server.inject(.body("\"\\\n"), .serviceImports, skip: 1, times: 1)
        #expect(try imports(of: server).status == 200)
        #expect(try imports(of: server).body == "\"\\\n")
        let slices = "/apis/discovery.k8s.io/v1/endpointslices"
        #expect(HTTPAnswer(slices, at: Loopback.address(port: server.port))?.status == code)
        #expect(HTTPAnswer(slices, at: Loopback.address(port: server.port))?.status == 200)
        #expect(try server.waits(for: "hits=2").hits == 2)
    }

    @Test("Every fault that tests can name is known")
    func known() throws {
        let server = try FakeAPIServer(.plain)
        for fault in Self.faults {
            try server.inject(fault, .discovery, .watch, page: 1)
            #expect(try server.hitWatches(fault) == 0)
        }
        #expect(
            try server.ask("GET", "faults").text.split(separator: "\"hits\": 0").count == Self.faults.count
                + 1)
        try server.clearFaults()
        #expect(try server.ask("GET", "faults").text.contains("\"faults\": []"))
    }

    private static let faults: [FakeFault] = [
        .status(500), .expired, .body(""), .redirect("/"), .headers(octets: 1), .delay(seconds: 1),
        .stall(.headers), .reset(.idle), .end(after: 1), .drip(octetsPerSecond: 1), .unchunked,
        .chunks(sizes: [1]), .lines("{}"), .long(octets: 100), .close,
    ]

    @Test("The port refuses while the server is down, and is the same one after")
    func down() throws {
        let server = try FakeAPIServer(.plain)
        try server.down()
        #expect(HTTPAnswer(importsPath, at: Loopback.address(port: server.port)) == nil)
        try server.up()
        #expect(try imports(of: server).status == 200)
    }

    @Test("Settings take hold")
    func settings() throws {
        let server = try FakeAPIServer(.plain)
        try server.serve(imports: [])
        #expect(try imports(of: server).status == 404)
        try server.serve(imports: ["v1beta1"])
        try server.deny([.serviceImports])
        #expect(try imports(of: server).status == 403)
    }

    @Test("Its files are there, and its tokens can change")
    func files() throws {
        let server = try FakeAPIServer(.tls)
        #expect(server.url == "https://127.0.0.1:\(server.port)")
        let paths = [server.kubeconfig, "\(server.serviceAccount)/ca.crt", server.file("client.key")]
        #expect(paths.allSatisfy { unsafe access($0, R_OK) == 0 })
        try server.accept(tokens: ["new"])
        server.write(token: "new")
        #expect(try server.ask("GET", "settings").text.contains("{\"new\": \"reader\"}"))
    }

    private let importsPath = "/apis/multicluster.x-k8s.io/v1beta1/serviceimports"

    private func imports(of server: FakeAPIServer) throws -> HTTPAnswer {
        try #require(HTTPAnswer(importsPath, at: Loopback.address(port: server.port)))
    }
}

/// The checks of the server that it brings itself, in Python.
private enum Checks {
    /// Runs one file of them.
    static func run(_ file: String) throws { try PythonChecks.run("Tests/FakeAPIServer/Checks/\(file).py") }

    static let hasKubectl: Bool = {
        let process = try? SpawnedProcess(
            ["kubectl", "version", "--client"], output: .file("/dev/null"), errors: "/dev/null")
        return process?.waitForEnd() == .exited(0)
    }()
}
