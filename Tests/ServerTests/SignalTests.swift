import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@Suite("A signal")
struct SignalTests {
    private let whoami = ". {\nbind HOST\nwhoami\n}"

    @Test(
        "that asks for the end is followed: the process says so and ends with 0",
        arguments: [
            (SIGTERM, "[INFO] SIGTERM: Shutting down servers then terminating\n"),
            (SIGINT, "[INFO] SIGINT: Shutting down\n"),
            (SIGQUIT, "[INFO] SIGQUIT: Quitting process immediately\n"),
        ])
    func ends(signal: CInt, line: String) throws {
        let server = try RunningServer(whoami)
        #expect(try server.ask("a.test") != nil)
        server.process.send(signal)
        #expect(server.process.waitsForEnd() == .exited(0))
        #expect(server.process.output.hasSuffix(line))
        #expect(server.process.errors == "")
        #expect(throws: SystemError.self) { _ = try TestClient(.stream, to: server.address) }
    }

    @Test(
        "that asks for the end lets every query be answered that was sent before",
        arguments: [SIGTERM, SIGINT])
    func answersFirst(signal: CInt) throws {
        let server = try RunningServer(clusterset(), manifests: ["web.yaml": web("192.0.2.1")])
        let count = 300
        var busy = try TestClient(.stream, to: server.address)
        var idle = try TestClient(.stream, to: server.address)
        var datagrams = try TestClient(.datagram, to: server.address)
        #expect(idle.ask("clusterset.local", .soa) != nil)
        for _ in 0..<count { busy.send("web.shop.svc.clusterset.local") }
        for _ in 0..<20 { datagrams.send("web.shop.svc.clusterset.local") }
        server.process.send(signal)
        var answered = 0
        while let response = busy.response() {
            #expect(response.answer.count == 1)
            answered += 1
        }
        #expect(answered == count)
        for _ in 0..<20 { #expect(datagrams.response()?.answer.count == 1) }
        let afterwards = idle.response()
        #expect(afterwards == nil)
        #expect(server.process.waitsForEnd() == .exited(0))
    }

    @Test("that is of no concern is ignored", arguments: [SIGHUP, SIGPIPE])
    func ignored(signal: CInt) throws {
        let server = try RunningServer(whoami)
        var client = try TestClient(.stream, to: server.address)
        #expect(client.ask("a.test") != nil)
        server.process.send(signal)
        #expect(client.ask("b.test") != nil)
        #expect(try server.ask("c.test") != nil)
        #expect(!server.process.hasEnded)
        server.process.send(SIGTERM)
        #expect(server.process.waitsForEnd() == .exited(0))
    }

    @Test("of a broken pipe does not come to much: a server whose log nobody reads any more goes on")
    func readerGone() throws {
        var pair = try Pair()
        let server = try RunningServer(". {\nbind HOST\nlog\nwhoami\n}", descriptor: pair.theirs)
        pair.closeTheirs()
        try wait(for: "the server") { try server.ask("a.test") != nil }
        pair.closeOurs()
        for _ in 0..<100 { #expect(try server.ask("a.test") != nil) }
        server.process.send(SIGTERM)
        #expect(server.process.waitsForEnd() == .exited(0))
    }

    @Test(
        "that asks for the end is followed also when nobody takes the log's lines",
        arguments: [SIGTERM, SIGQUIT])
    func readerStuck(signal: CInt) throws {
        var pair = try Pair()
        let server = try RunningServer(". {\nbind HOST\nlog\nwhoami\n}", descriptor: pair.theirs)
        pair.closeTheirs()
        try wait(for: "the server") { try server.ask("a.test") != nil }
        // More lines than the kernel keeps.
        var client = try TestClient(.stream, to: server.address)
        for _ in 0..<50 {
            for _ in 0..<100 { client.send("a.test") }
            for _ in 0..<100 { #expect(client.response() != nil) }
        }
        server.process.send(signal)
        #expect(server.process.waitsForEnd() == .exited(0))
        pair.closeOurs()
    }
}

/// Two ends of a stream, which no process but the one it is given to inherits.
private struct Pair: ~Copyable {
    let ours: CInt
    let theirs: CInt
    private var isOursOpen = true
    private var isTheirsOpen = true

    init() throws {
        var numbers: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        // Safe: socketpair writes two numbers.
        try #require(unsafe socketpair(AF_UNIX, type, 0, &numbers) == 0)
        (ours, theirs) = (numbers[0], numbers[1])
    }

    mutating func closeOurs() {
        if isOursOpen { close(ours) }
        isOursOpen = false
    }

    mutating func closeTheirs() {
        if isTheirsOpen { close(theirs) }
        isTheirsOpen = false
    }

    deinit {
        if isOursOpen { close(ours) }
        if isTheirsOpen { close(theirs) }
    }
}
