import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("Probes learn")
struct ProbeTests {
    private let manifests = ["web.yaml": web("192.0.2.1")]
    private let name = "web.shop.svc.clusterset.local"

    private func health(_ server: RunningServer) -> HTTPAnswer? {
        HTTPAnswer("/health", at: server.address.with(port: 8080))
    }

    private func ready(_ server: RunningServer) -> HTTPAnswer? {
        HTTPAnswer("/ready", at: server.address.with(port: 8181))
    }

    @Test("that the process is alive, and that it is ready")
    func good() throws {
        let server = try RunningServer(
            clusterset("health HOST:8080\nready HOST:8181"), manifests: manifests)
        #expect(health(server) == HTTPAnswer(200, "OK"))
        #expect(ready(server) == HTTPAnswer(200, "OK"))
        #expect(
            HTTPAnswer("/", at: server.address.with(port: 8080)) == HTTPAnswer(404, "404 page not found\n"))
        #expect(HTTPAnswer("/health", at: server.address.with(port: 8181))?.status == 404)
    }

    @Test("all that there is at one address, if several directives name it")
    func shared() throws {
        let server = try RunningServer(
            clusterset("health HOST:8080\nready HOST:8080\nprometheus HOST:8080"), manifests: manifests)
        for path in ["/health", "/ready", "/metrics"] {
            #expect(HTTPAnswer(path, at: server.address.with(port: 8080))?.status == 200)
        }
    }

    @Test("of the end before it comes: lameduck", arguments: [SIGTERM, SIGINT])
    func lameduck(signal: CInt) throws {
        let server = try RunningServer(
            clusterset("health HOST:8080 {\nlameduck 1m30s\n}\nready HOST:8181"), manifests: manifests)
        let probe = try HTTPConnection(to: server.address.with(port: 8181))
        #expect(probe.get("/ready") == HTTPAnswer(200, "OK"))
        server.process.send(signal)
        server.process.waits(for: "[INFO] plugin/health: Going into lameduck mode for 1m30s\n")
        #expect(probe.get("/ready") == HTTPAnswer(503, "Shutting down"))
        #expect(ready(server) == HTTPAnswer(503, "Shutting down"))
        #expect(health(server) == HTTPAnswer(200, "OK"))
        #expect(try server.answer(name).count == 1)
        // A second signal has no patience.
        server.process.send(signal)
        #expect(server.process.waitsForEnd() == .exited(0))
        #expect(health(server) == nil)
    }

    @Test("of the end when the time of lameduck is over")
    func shortLameduck() throws {
        let server = try RunningServer(
            clusterset("health HOST:8080 {\nlameduck 10ms\n}"), manifests: manifests)
        server.process.send(SIGTERM)
        #expect(server.process.waitsForEnd() == .exited(0))
        #expect(server.process.output.hasSuffix("Going into lameduck mode for 10ms\n"))
    }

    @Test("nothing new of a reload: an address that stays keeps its connections, one that goes is closed")
    func reload() throws {
        let server = try RunningServer(
            clusterset("health HOST:8080\nready HOST:8181"), manifests: manifests)
        let probe = try HTTPConnection(to: server.address.with(port: 8080))
        #expect(probe.get("/health")?.status == 200)
        server.reload(clusterset("health HOST:8080\nprometheus HOST:9153"))
        server.process.waits(for: "Reloading complete")
        #expect(probe.get("/health")?.status == 200)
        #expect(ready(server) == nil)
        #expect(HTTPAnswer("/metrics", at: server.address.with(port: 9153))?.status == 200)
    }

    @Test("of a reload that fails nothing: an address that is taken is named, and all goes on")
    func taken() throws {
        let server = try RunningServer(clusterset("health HOST:8080"), manifests: manifests)
        let taken = server.address.with(port: 8181)
        let owner = try Socket(.stream, for: taken)
        try owner.bind(to: taken)
        server.reload(clusterset("ready HOST:8181\nprometheus HOST:9153"))
        server.process.waits(
            for: "[ERROR] Corefile changed but reload failed: bind \(taken): Address already in use")
        #expect(health(server) == HTTPAnswer(200, "OK"))
        #expect(HTTPAnswer("/metrics", at: server.address.with(port: 9153)) == nil)
        #expect(try server.answer(name).count == 1)
        withExtendedLifetime(owner) {}
    }

    @Test("when the process is busy: it asks itself, and counts how that went")
    func selfCheck() throws {
        let server = try RunningServer(
            clusterset("health HOST:8080\nprometheus HOST:9153"), manifests: manifests)
        wait(for: "a check") {
            let scrape = HTTPAnswer("/metrics", at: server.address.with(port: 9153))?.body ?? ""
            return scrape.contains(/coredns_health_request_duration_seconds_count [1-9]/)
                && scrape.contains("\ncoredns_health_request_failures_total 0\n")
        }
    }
}
