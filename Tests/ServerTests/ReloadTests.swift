import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("SIGUSR1 has the Corefile read again")
struct ReloadTests {
    private let manifests = ["web.yaml": web("192.0.2.1")]
    private let name = "web.shop.svc.clusterset.local"

    private func whoami(_ zone: String) -> String { "\(zone) {\nbind HOST\nwhoami\n}\n" }

    @Test("A zone more is served, over the connections that are open")
    func zoneAdded() throws {
        let server = try RunningServer(clusterset(), manifests: manifests)
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask(name)?.answer.count == 1)
        #expect(client.ask("a.new.test")?.rcode == .refused)
        server.reload(clusterset() + whoami("new.test"))
        server.process.waits(for: "[INFO] SIGUSR1: Reloading\n[INFO] Reloading complete\n")
        #expect(client.ask("a.new.test")?.rcode == .noerror)
        #expect(client.ask(name)?.answer.count == 1)
        #expect(try server.ask("a.new.test")?.rcode == .noerror)
        #expect(server.process.errors == "")
    }

    @Test("A zone less is refused, an option that changed counts, and a change of a manifest still does")
    func zoneChanged() throws {
        let server = try RunningServer(clusterset() + whoami("old.test"), manifests: manifests)
        #expect(try server.ask("a.old.test")?.rcode == .noerror)
        server.reload(clusterset().replacing("manifests", with: "ttl 77\nmanifests"))
        server.process.waits(for: "Reloading complete")
        #expect(try server.ask("a.old.test")?.rcode == .refused)
        #expect(try server.answer(name) == ["\(name). 77 IN A 192.0.2.1"])
        server.manifests.replace("web.yaml", web("192.0.2.2"))
        try wait(for: "the changed file") { try server.answer(name) == ["\(name). 77 IN A 192.0.2.2"] }
    }

    @Test("A stanza that stays keeps its zone: the serial does not go back")
    func serialKept() throws {
        let server = try RunningServer(clusterset(), manifests: manifests)
        server.manifests.replace("web.yaml", web("192.0.2.2"))
        try wait(for: "the changed file") { try server.answer(name) == ["\(name). 5 IN A 192.0.2.2"] }
        let serial = try server.answer("clusterset.local", .soa)
        server.reload(clusterset("nsid a"))
        server.process.waits(for: "Reloading complete")
        #expect(try server.answer("clusterset.local", .soa) == serial)
    }

    @Test("An address more is listened on, an address less no longer")
    func addresses() throws {
        let server = try RunningServer(whoami("."))
        let other = Loopback.next()
        server.reload(whoami(".").replacing("HOST", with: other.host))
        server.process.waits(for: "Reloading complete")
        var client = try TestClient(.stream, to: other)
        #expect(client.ask("a.test") != nil)
        wait(for: "the end of the old address") { (try? TestClient(.stream, to: server.address)) == nil }
    }

    @Test(
        "A Corefile with an error changes nothing, and is said to be wrong and where",
        arguments: [
            (". {\nfoo\n}", "Corefile:2 - Error during parsing: Unknown directive 'foo'"),
            (
                ". {\nbind HOST\nwhoami\n",
                "Corefile:3 - Syntax error: Unexpected token 'whoami', expecting '}'"
            ),
            ("a.org {\n}\na.org {\n}", "cannot serve dns://a.org.:\(Loopback.port) - it is already defined"),
        ])
    func badCorefile(corefile: String, reason: String) throws {
        let server = try RunningServer(whoami("old.test"))
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask("a.old.test")?.rcode == .noerror)
        server.reload(corefile)
        server.process.waits(for: "[ERROR] Corefile parse failed")
        #expect(server.process.errors.contains(reason))
        #expect(client.ask("a.old.test")?.rcode == .noerror)
        server.reload(whoami("new.test"))
        server.process.waits(for: "Reloading complete")
        #expect(client.ask("a.new.test")?.rcode == .noerror)
    }

    @Test("A Corefile that is gone changes nothing")
    func noCorefile() throws {
        let server = try RunningServer(whoami("."))
        // Safe: unlink reads a path that outlives it.
        _ = unsafe unlink(server.folder("Corefile"))
        server.process.send(SIGUSR1)
        server.process.waits(for: "[ERROR] Corefile parse failed")
        #expect(server.process.errors.contains("\(server.folder("Corefile")): no such file"))
        #expect(try server.ask("a.test") != nil)
    }

    @Test("An address that is taken changes nothing, and is named")
    func addressTaken() throws {
        let server = try RunningServer(whoami("old.test"))
        let taken = Loopback.next()
        let owner = try Socket(.stream, for: taken)
        try owner.bind(to: taken)
        let free = Loopback.next()
        server.reload(whoami("new.test").replacing("HOST", with: "HOST \(free.host) \(taken.host)"))
        server.process.waits(
            for: "[ERROR] Corefile changed but reload failed: bind \(taken): Address already in use")
        #expect(try server.ask("a.old.test")?.rcode == .noerror)
        #expect(try server.ask("a.new.test")?.rcode == .refused)
        #expect(throws: SystemError.self) { _ = try TestClient(.stream, to: free) }
        withExtendedLifetime(owner) {}
    }
}
