import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("A server that cannot start ends with 1 and says why")
struct StartTests {
    @Test(
        "A Corefile with an error is refused in one line",
        arguments: [
            (". {\nfoo\n}", ":2 - Error during parsing: Unknown directive 'foo'\n"),
            (". {\nwhoami", ":2 - Syntax error: Unexpected token 'whoami', expecting '}' (the '{' at "),
            ("\u{FEFF}. {\r\nfoo\r\n}\r\n", ":2 - Error during parsing: Unknown directive 'foo'\n"),
            (
                ". {\nbind 999.1.1.1\n}",
                "plugin/bind: not a valid IP address or interface name: \"999.1.1.1\" ("
            ),
            (".:1 .:1 {\nwhoami\n}", "cannot serve dns://.:1 - it is already defined ("),
            ("import no-file", ":1 - Error during parsing: File to import not found: no-file\n"),
            (
                "clusterset.local {\nmulticluster\n}",
                "in-cluster: KUBERNETES_SERVICE_HOST"
            ),
            (
                "https://. {\nwhoami\n}",
                ":1 - Error during parsing: scheme 'https://' is not served by this version ("
            ),
            (". {\nrewrite name a b\n}", ":2 - Error during parsing: Unknown directive 'rewrite' ("),
        ])
    func badCorefile(text: String, reason: String) throws {
        let folder = Folder()
        folder.write("Corefile", text)
        let process = try ServerProcess(["-conf", folder("Corefile")])
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.output == "")
        #expect(process.errors.contains(reason), "\(process.errors)")
        #expect(process.errors.split(separator: "\n").count == 1)
    }

    @Test("A word of a million octets is refused, and not for ever")
    func longWord() throws {
        let folder = Folder()
        folder.write("Corefile", String(repeating: "a", count: 1_000_000) + " {\n}")
        let process = try ServerProcess(["-conf", folder("Corefile")])
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.errors.contains("error inspecting server blocks: specified zone is too long"))
    }

    @Test(
        "A Corefile that is not there is named, unless none was asked for",
        arguments: ["/no/such/file", "none"])
    func missing(path: String) throws {
        let process = try ServerProcess(["-conf", path])
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.errors.hasPrefix("open \(path): no such file"))
        #expect(process.errors.split(separator: "\n").count == 1)
    }

    @Test("An address that somebody else listens on is named", arguments: [Socket.Kind.datagram, .stream])
    func addressTaken(kind: Socket.Kind) throws {
        let address = Loopback.next()
        let owner = try Socket(kind, for: address)
        try owner.bind(to: address)
        let process = try ServerProcess(
            ["-conf", "stdin", "-p", "\(address.port)"], input: ". {\nbind \(address.host)\nwhoami\n}")
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.output == "")
        #expect(process.errors == "bind \(address): Address already in use\n")
        withExtendedLifetime(owner) {}
    }

    @Test("A file for the process ID that cannot be written is named")
    func pidfile() throws {
        let address = Loopback.next()
        let process = try ServerProcess(
            ["-conf", "stdin", "-p", "\(address.port)", "-pidfile", "/no/such/folder/pid"],
            input: ". {\nbind \(address.host)\nwhoami\n}")
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.errors == "open /no/such/folder/pid: No such file or directory\n")
    }

    @Test("A directory of manifests that is not there is named")
    func noManifests() throws {
        let address = Loopback.next()
        let process = try ServerProcess(
            ["-conf", "stdin", "-p", "\(address.port)"],
            input: ". {\nbind \(address.host)\nmulticluster {\nmanifests /no/such/folder\n}\n}")
        #expect(process.waitsForEnd() == .exited(1))
        #expect(
            process.errors
                == "cannot follow the manifests in /no/such/folder: "
                + "inotify_add_watch /no/such/folder: No such file or directory\n")
    }

    @Test("A second server at the same address starts: it may take over from the first")
    func handOver() throws {
        let first = try RunningServer(". {\nbind HOST\nwhoami\n}")
        let second = try ServerProcess(
            ["-conf", "stdin", "-p", "\(first.address.port)"],
            input: ". {\nbind \(first.address.host)\nwhoami\n}")
        second.waits(for: "ClusterSetDNS-")
        first.process.send(SIGTERM)
        #expect(first.process.waitsForEnd() == .exited(0))
        #expect(try first.ask("a.test") != nil)
    }
}

@Suite("check reads a Corefile and opens nothing")
struct CheckTests {
    @Test("A Corefile that can be served is passed over in silence, also when its address is taken")
    func good() throws {
        let server = try RunningServer(clusterset())
        let process = try ServerProcess(["check", "-conf", server.folder("Corefile")])
        #expect(process.waitsForEnd() == .exited(0))
        #expect(process.output == "")
        #expect(process.errors == "")
    }

    @Test("Every error of a Corefile is printed, a line each")
    func bad() throws {
        let text = ". {\nfoo\nlog {\nclass x\n}\n}\na.org a.org {\nbufsize 1\nwhoami x\n}"
        let process = try ServerProcess(["check", "-conf", "stdin"], input: text)
        #expect(process.waitsForEnd() == .exited(1))
        #expect(process.output == "")
        #expect(
            process.errors.split(separator: "\n") == [
                "stdin:2 - Error during parsing: Unknown directive 'foo'",
                "plugin/log: invalid Class: x (stdin:4:7)",
                "plugin/bufsize: plugin/bufsize: stdin:8 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after '1'",
                "plugin/whoami: stdin:9 - Error during parsing: "
                    + "Wrong argument count or unexpected line ending after 'x'",
                "cannot serve dns://a.org.:53 - it is already defined (stdin:7:7)",
            ])
    }

    @Test("A warning is printed, and is no error")
    func warning() throws {
        let process = try ServerProcess(["check", "-conf", "stdin"], input: "import none/*\n. {\nwhoami\n}")
        #expect(process.waitsForEnd() == .exited(0))
        #expect(
            process.errors == "warning: stdin:1:8: No files matching import glob pattern: none/*\n")
    }

    @Test("The Corefile of the folder is read, and the example is right")
    func folder() throws {
        let folder = Folder()
        folder.write("Corefile", SourceTree.text(of: "Corefile.example"))
        let process = try ServerProcess(["check"], in: folder.path)
        #expect(process.waitsForEnd() == .exited(0))
    }
}
