import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("On the command line")
struct CommandLineTests {
    /// A way to write each flag; `-` and `--` mean the same.
    private static let dashes = ["-", "--"]

    @Test("the version is asked for", arguments: dashes)
    func version(dash: String) throws {
        let process = try ServerProcess([dash + "version"])
        #expect(process.waitsForEnd() == .exited(0))
        #expect(process.output.contains(#/^ClusterSetDNS-0\.1\.0\nlinux\/(amd64|arm64), swift6\.[0-9]\n$/#))
        #expect(process.errors == "")
    }

    @Test("the directives are asked for", arguments: dashes)
    func plugins(dash: String) throws {
        let process = try ServerProcess([dash + "plugins"])
        #expect(process.waitsForEnd() == .exited(0))
        #expect(
            process.output.hasPrefix(
                "Server types:\n  dns\n\nOther plugins:\n  dns.acl\n  dns.any\n  dns.bind\n"))
        #expect(process.output.contains("  dns.multicluster\n"))
    }

    @Test(
        "a Corefile and a port are named",
        arguments: [
            ["-conf", "FILE", "-dns.port", "PORT"], ["--conf", "FILE", "--dns.port", "PORT"],
            ["-conf=FILE", "-dns.port=PORT"], ["--conf=FILE", "--dns.port=PORT"],
            ["-p", "PORT", "-conf", "FILE"], ["--p", "PORT", "--conf", "FILE"], ["-p=PORT", "-conf=FILE"],
            ["serve", "-conf", "FILE", "-p", "PORT"],
        ])
    func corefile(arguments: [String]) throws {
        let address = Loopback.next().with(port: Loopback.port + 1)
        let folder = Folder()
        folder.write("Some.corefile", "a.test {\nbind \(address.host)\nwhoami\n}")
        let process = try ServerProcess(
            arguments.map {
                $0.replacing("FILE", with: folder("Some.corefile"))
                    .replacing("PORT", with: "\(address.port)")
            })
        process.waits(for: "a.test.:\(address.port) on \(address.host)\nClusterSetDNS-0.1.0\nlinux/")
        var client = try TestClient(.datagram, to: address)
        #expect(client.ask("b.a.test") != nil)
        #expect(process.errors == "")
    }

    @Test("the Corefile may be standard input, which a reload has still", arguments: dashes)
    func standardInput(dash: String) throws {
        let address = Loopback.next()
        let process = try ServerProcess(
            [dash + "conf", "stdin", "-p", "\(address.port)"],
            input: "a.test {\nbind \(address.host)\nwhoami\n}")
        process.waits(for: "a.test.:\(address.port) on \(address.host)\n")
        process.send(SIGUSR1)
        process.waits(for: "Reloading complete")
        var client = try TestClient(.datagram, to: address)
        #expect(client.ask("b.a.test") != nil)
    }

    @Test("nothing need be named: the Corefile of the folder is read")
    func folder() throws {
        let address = Loopback.next()
        let folder = Folder()
        folder.write("Corefile", "a.test:\(address.port) {\nbind \(address.host)\nwhoami\n}")
        let process = try ServerProcess([], in: folder.path)
        process.waits(for: "a.test.:\(address.port) on \(address.host)\n")
    }

    @Test("nothing need be there: without a Corefile everyone is told who asks")
    func noCorefile() throws {
        let port = Loopback.sharedPort
        let process = try ServerProcess(["-dns.port", "\(port)"])
        process.waits(for: ".:\(port)\nClusterSetDNS-0.1.0\n")
        var client = try TestClient(.datagram, to: SocketAddress(ipv4: 0x7F00_0001, port: port))
        let response = client.ask("a.example")
        #expect(response?.additional.first?.description == "a.example. 0 IN A 127.0.0.1")
        process.waits(for: "\"A IN a.example. udp 27 false 512\" NOERROR qr,aa,rd")
    }

    @Test(
        "a file for the process ID is named, which is there as long as the process",
        arguments: [SIGTERM, SIGQUIT])
    func pidfile(signal: CInt) throws {
        let folder = Folder()
        for dash in Self.dashes {
            let server = try RunningServer(
                ". {\nbind HOST\nwhoami\n}", [dash + "pidfile", folder("pid")])
            #expect(folder.text(of: "pid") == "\(server.process.processID)\n")
            server.process.send(signal)
            #expect(server.process.waitsForEnd() == .exited(0))
            #expect(!folder.has("pid"))
        }
    }

    @Test("silence is asked for, and kept at the start", arguments: dashes)
    func quiet(dash: String) throws {
        let address = Loopback.next()
        let folder = Folder()
        folder.write(
            "Corefile",
            "a.test:\(address.port) {\nbind \(address.host)\nmulticluster {\nmanifests \(folder.path)\n}\n}")
        let process = try ServerProcess([dash + "quiet", "-conf", folder("Corefile")])
        try wait(for: "the server") {
            var client = try TestClient(.datagram, to: address)
            return client.ask("a.test", .soa)?.answer.count == 1
        }
        #expect(process.output == "")
        #expect(process.errors == "")
    }

    @Test(
        "what makes no sense is refused with 2",
        arguments: [
            ["-bogus"], ["--bogus"], ["serve", "-bogus"], ["-p", "65536"], ["-p", "x"], ["-p"], ["-conf"],
            ["stray"], ["check", "-quiet"],
        ])
    func usage(arguments: [String]) throws {
        let process = try ServerProcess(arguments)
        #expect(process.waitsForEnd() == .exited(2))
        #expect(process.output == "")
        #expect(process.errors.hasPrefix("Error: "))
    }

    @Test("help is asked for", arguments: [["-help"], ["--help"], ["-h"], ["check", "--help"]])
    func help(arguments: [String]) throws {
        let process = try ServerProcess(arguments)
        #expect(process.waitsForEnd() == .exited(0))
        #expect(process.output.contains("USAGE: clustersetdns"))
        #expect(process.errors == "")
    }
}
