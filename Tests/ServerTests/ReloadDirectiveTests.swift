import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("With reload the server follows its Corefile", .timeLimit(.minutes(10)))
struct ReloadDirectiveTests {
    private func whoami(_ zone: String, _ more: String = "") -> String {
        "\(zone) {\nbind HOST\nreload\nwhoami\n\(more)\n}\n"
    }

    /// The digests that it said are running, in their order.
    private func digests(_ server: RunningServer) -> [Substring] {
        server.process.output.matches(
            of: /\[INFO\] plugin\/reload: Running configuration SHA512 = ([0-9a-f]{128})\n/
        ).map(\.output.1)
    }

    @Test("and says at the start which one runs")
    func start() throws {
        let server = try RunningServer(whoami("a.test", "prometheus HOST:9153"))
        let digest = try #require(digests(server).first)
        #expect(server.process.output.contains(" on \(server.address.host)\n[INFO] plugin/reload: Running"))
        let metrics = try #require(server.get("/metrics", port: 9153)).body
        #expect(metrics.contains("coredns_reload_version_info{hash=\"sha512\",value=\"\(digest)\"} 1\n"))
    }

    @Test("from one to the other, without a signal and over the connections that are open")
    func change() throws {
        let server = try RunningServer(whoami("old.test", "prometheus HOST:9153"))
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask("a.old.test")?.rcode == .noerror)
        server.write(corefile: whoami("new.test", "prometheus HOST:9153"))
        server.process.waits(for: "[INFO] Reloading complete\n")
        #expect(client.ask("a.new.test")?.rcode == .noerror)
        #expect(client.ask("a.old.test")?.rcode == .refused)
        let digests = digests(server)
        #expect(Set(digests).count == 2)
        #expect(
            server.process.output.hasSuffix(
                "[INFO] Reloading\n[INFO] plugin/reload: Running configuration SHA512 = "
                    + "\(digests.last ?? "")\n[INFO] Reloading complete\n"))
        let metrics = try #require(server.get("/metrics", port: 9153)).body
        #expect(metrics.contains("value=\"\(digests.last ?? "")\"} 1\n"))
        #expect(!metrics.contains(digests[0]))
    }

    @Test("also when only a file changes that it imports")
    func imported() throws {
        let folder = Folder()
        folder.write("zones", whoami("old.test").replacing("bind HOST\n", with: ""))
        let server = try RunningServer("import \(folder.path)/z*\n" + whoami("stay.test"))
        folder.replace(
            "zones", whoami("new.test").replacing("bind HOST\n", with: "bind \(server.address.host)\n"))
        server.process.waits(for: "[INFO] Reloading complete\n")
        #expect(try server.ask("a.new.test")?.rcode == .noerror)
        #expect(try server.ask("a.stay.test")?.rcode == .noerror)
    }

    @Test("as Kubernetes mounts it: behind links that are replaced")
    func links() throws {
        let folder = Folder()
        for (name, zone) in [("1", "old.test"), ("2", "new.test")] {
            folder.makeDirectory(name)
            folder.write("\(name)/Corefile", whoami(zone))
        }
        folder.link("data", to: "1")
        folder.link("Corefile", to: "data/Corefile")
        let address = Loopback.next()
        for name in ["1", "2"] {
            folder.write(
                "\(name)/Corefile", folder.text(of: "\(name)/Corefile").replacing("HOST", with: address.host))
        }
        let process = try ServerProcess(["-conf", folder("Corefile"), "-dns.port", "\(Loopback.port)"])
        process.waits(for: "ClusterSetDNS-")
        folder.link("data.part", to: "2")
        folder.rename("data.part", to: "data")
        process.waits(for: "[INFO] Reloading complete\n")
        var client = try TestClient(.stream, to: address)
        #expect(client.ask("a.new.test")?.rcode == .noerror)
    }

    @Test("but not for a comment")
    func comment() throws {
        let server = try RunningServer(whoami("old.test"))
        server.write(corefile: "# a comment\n" + whoami("old.test"))
        // Whatever it does on account of the first change is done when the second has been served.
        server.write(corefile: "# a comment\n" + whoami("new.test"))
        server.process.waits(for: "[INFO] Reloading complete\n")
        #expect(server.process.output.matches(of: /\[INFO\] Reloading\n/).count == 1)
        // The same for a signal, which changes nothing and is obeyed.
        server.process.send(SIGUSR1)
        wait(for: "a third line") { digests(server).count == 3 }
        #expect(Set(digests(server)).count == 2)
    }

    @Test(
        "but not into an error, of which it says what it is, once",
        arguments: [
            (
                ". {\nreload\nfoo\n}",
                "[ERROR] plugin/reload: Corefile changed but reload failed: "
                    + "CONF:3 - Error during parsing: Unknown directive 'foo'"
            ),
            (
                ". {\nreload\nwhoami\n",
                "[WARNING] plugin/reload: Corefile parse failed: "
                    + "CONF:3 - Syntax error: Unexpected token 'whoami', expecting '}'"
            ),
            (
                ". {\nbind HOST\nreload\nprometheus 192.0.2.1:9153\nwhoami\n}",
                "[ERROR] plugin/reload: Corefile changed but reload failed: "
            ),
        ])
    func failure(corefile: String, line: String) throws {
        let server = try RunningServer(whoami("old.test", "prometheus HOST:9153"))
        server.write(corefile: corefile)
        let line = line.replacing("CONF", with: server.folder("Corefile"))
        server.process.waits(for: line)
        #expect(try server.ask("a.old.test")?.rcode == .noerror)
        let metrics = try #require(server.get("/metrics", port: 9153)).body
        #expect(metrics.contains("coredns_reload_failed_total 1\n"))
        #expect(metrics.contains("value=\"\(try #require(digests(server).first))\"} 1\n"))
        server.write(corefile: whoami("new.test"))
        server.process.waits(for: "[INFO] Reloading complete\n")
        #expect(server.process.output.split(separator: line, omittingEmptySubsequences: false).count == 2)
        #expect(try server.ask("a.new.test")?.rcode == .noerror)
    }

    @Test("until one says no more that it should")
    func end() throws {
        let server = try RunningServer(whoami("old.test"))
        server.write(corefile: whoami("new.test").replacing("reload\n", with: ""))
        server.process.waits(for: "[INFO] Reloading complete\n")
        #expect(digests(server).count == 1)
        server.reload(whoami("newer.test"))
        wait(for: "a digest again") { digests(server).count == 2 }
        #expect(server.process.output.matches(of: /\[INFO\] Reloading\n/).count == 1)
    }
}
