import Dispatch
import Glibc
import Logging
import Posix
import Synchronization
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("Where JSON is asked for, a line is an object")
struct LogFormTests {
    @Test("with time, level, component, message and a field for each key")
    func fields() throws {
        #expect(
            try logged(.warning, "text", ["b": "two words", "a": "1", "c": ""])
                == #""level":"warning","component":"manifests","message":"text","a":"1","b":"two words","c":"""#
        )
    }

    @Test(
        "with a level by name",
        arguments: [
            (.trace, "debug"), (.debug, "debug"), (.info, "info"), (.notice, "info"), (.warning, "warning"),
            (.error, "error"), (.critical, "fatal"),
        ] as [(Logger.Level, String)])
    func levels(level: Logger.Level, word: String) throws {
        #expect(try logged(level, "", [:]).hasPrefix("\"level\":\"\(word)\","))
    }

    @Test("whose strings end where they should, whatever is in them")
    func escapes() throws {
        #expect(
            try logged(.info, "a\"b\\c\nd\r\t\u{0}\u{1B}\u{7F}\u{9B}é\u{1F600}", ["k\"\n": "\"\\"])
                == #""level":"info","component":"manifests","message":"#
                + #""a\"b\\c\nd\r\t\u0000\u001b\u007f\u009bé\#u{1F600}","k\"\n":"\"\\""#)
    }

    @Test("that has no name twice")
    func names() throws {
        #expect(
            try logged(.info, "x", ["level": "1", "time": "2"])
                == #""level":"info","component":"manifests","message":"x","level_":"1","time_":"2""#)
    }

    @Test("also of the server itself, and without a level of its own")
    func plain() throws {
        #expect(
            try object { $0.append(.error, "Reloading \"x\"") }
                == #""level":"error","message":"Reloading \"x\"""#)
        #expect(try object { $0.append(".:53") } == #""level":"info","message":".:53""#)
    }

    @Test("also that which counts the lines dropped")
    func drops() throws {
        #expect(
            try object(capacity: 8) { $0.append("too long") }
                == #""level":"warning","component":"log","message":"lines dropped","count":1"#)
    }

    @Test("wherever it comes from, from the first to the last of a running server", arguments: ["-", "--"])
    func wholeOutput(dash: String) async throws {
        let corefile = clusterset("errors\nlog\nreload\nprometheus HOST:9153")
        let server = try RunningServer(
            corefile, manifests: ["web.yaml": web("192.0.2.80")], [dash + "log-format", "json"])
        #expect(try server.ask("web.shop.svc.clusterset.local") != nil)
        #expect(try server.ask(#"\"\\\010\255.clusterset.local"#) != nil)
        server.write(corefile: corefile + "whoami.test {\nbind HOST\nwhoami\n}\n")
        server.process.waits(for: "Reloading complete")
        server.reload("no-directive {\nbind HOST\nnone\n}\n")
        server.process.waits(for: "the old configuration goes on")
        server.process.send(SIGTERM)
        #expect(server.process.waitsForEnd() == .exited(0))
        let folder = Folder()
        folder.write("log", server.process.output)
        // Another reader of JSON than those that this project has.
        let script = """
            import json, sys
            for line in open(sys.argv[1], encoding="utf-8"):
                found = json.loads(line)
                print(found["level"], found.get("component", "-"), found.get("name", found.get("message")))
            """
        let found = try await run("python3", ["-c", script, folder("log")]).split(separator: "\n")
        #expect(found.count == server.process.output.split(separator: "\n").count)
        for line in [
            "info - clusterset.local.:\(server.address.port) on \(server.address.host)",
            "info - \(Version.name)", "info - Reloading complete", "info - SIGUSR1: Reloading",
            "error - Corefile parse failed: the old configuration goes on",
            "info plugin/log web.shop.svc.clusterset.local.",
            #"info plugin/log \"\\\010\255.clusterset.local."#,
            "info - SIGTERM: Shutting down servers then terminating",
        ] {
            #expect(found.contains(Substring(line)), "\(line) in \(found)")
        }
    }

    /// What is logged at `level`, in an object without its time.
    private func logged(
        _ level: Logger.Level, _ text: Logger.Message, _ metadata: Logger.Metadata
    ) throws -> String {
        try object { queue in
            var logger = Logger(label: "manifests") { TextLogHandler(component: $0, output: queue) }
            logger.logLevel = .trace
            logger.log(level: level, text, metadata: metadata)
        }
    }

    /// The one object that `log` has written, without its time.
    private func object(capacity: Int = 1 << 16, _ log: (LineQueue) -> Void) throws -> String {
        let output = Mutex("")
        let queue = LineQueue(capacity: capacity, form: .json) { octets in
            let text = String(octets)
            output.withLock { $0 += text }
        }
        log(queue)
        queue.flush()
        let form = #/\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",(.*)\}\n/#
        return String(try #require(output.withLock { $0 }.wholeMatch(of: form)).output.1)
    }
}
