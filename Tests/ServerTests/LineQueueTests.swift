import Dispatch
import Logging
import Metrics
import Synchronization
import Testing

@testable import ClusterSetDNS

@Suite("Lines on their way to standard output")
struct LineQueueTests {
    @Test("are written in their order")
    func order() {
        let output = Output()
        let queue = LineQueue(capacity: 1 << 16) { output.write($0) }
        for number in 0..<1000 { queue.append("line \(number)") }
        queue.flush()
        #expect(output.lines == (0..<1000).map { "line \($0)" })
    }

    @Test("are dropped and counted when nobody takes them, and never waited for")
    func drops() {
        let output = Output()
        let gate = DispatchSemaphore(value: 0)
        let isWriting = DispatchSemaphore(value: 0)
        let queue = LineQueue(capacity: 100) { text in
            isWriting.signal()
            gate.wait()
            output.write(text)
        }
        queue.append("first")
        isWriting.wait()
        // The writer is stuck with the first line: ten of nine octets and their line feeds fill the queue.
        for number in 0..<50 { queue.append("number \(10 + number)") }
        for _ in 0..<10 { gate.signal() }
        queue.flush()
        let written = output.lines
        #expect(written.first == "first")
        #expect(written.dropFirst().first == "number 10")
        let dropped = 50 - (written.count - 2)
        #expect(dropped > 30)
        #expect(written.last == "[WARNING] log: lines dropped count=\(dropped)")
        #expect(queue.droppedLines.value == UInt64(dropped))
    }

    @Test("have room again once the writer is back")
    func recovers() {
        let output = Output()
        let queue = LineQueue(capacity: 20) { output.write($0) }
        queue.append("a line that is longer than all that may wait")
        queue.flush()
        queue.append("short")
        queue.flush()
        #expect(output.lines == ["[WARNING] log: lines dropped count=1", "short"])
    }

    @Test("do not hold up the end when nobody takes them")
    func stuck() {
        let gate = DispatchSemaphore(value: 0)
        let queue = LineQueue(capacity: 100) { _ in gate.wait() }
        queue.append("never taken")
        #expect(!queue.flush(atMost: .milliseconds(10)))
        gate.signal()
        #expect(queue.flush())
    }

    @Test(
        "have the form of CoreDNS's, whoever logs",
        arguments: [
            (.trace, "[DEBUG]"), (.debug, "[DEBUG]"), (.info, "[INFO]"), (.notice, "[INFO]"),
            (.warning, "[WARNING]"), (.error, "[ERROR]"), (.critical, "[FATAL]"),
        ] as [(Logger.Level, String)])
    func levels(level: Logger.Level, word: String) {
        #expect(logged(level, "text", [:]) == ["\(word) manifests: text"])
    }

    @Test("have their metadata in the order of its keys, in quotes where it would not read as one word")
    func metadata() {
        let metadata: Logger.Metadata = [
            "b": "two words", "a": "1", "c": "", "d": "x=y", "e": "line\nfeed", "f": "ü",
        ]
        #expect(
            logged(.info, "text", metadata) == [
                #"[INFO] manifests: text a=1 b="two words" c="" d="x=y" e="line\nfeed" f=ü"#
            ])
    }

    @Test("of debugging are left out")
    func quiet() {
        let output = Output()
        let queue = LineQueue(capacity: 1 << 16) { output.write($0) }
        let logger = Logger(label: "manifests") { TextLogHandler(component: $0, output: queue) }
        logger.debug("listening")
        queue.flush()
        #expect(output.lines == [])
    }

    /// What is logged at `level`, were all levels written.
    private func logged(
        _ level: Logger.Level, _ text: Logger.Message, _ metadata: Logger.Metadata
    ) -> [String] {
        let output = Output()
        let queue = LineQueue(capacity: 1 << 16) { output.write($0) }
        var logger = Logger(label: "manifests") { TextLogHandler(component: $0, output: queue) }
        logger.logLevel = .trace
        logger.log(level: level, text, metadata: metadata)
        queue.flush()
        return output.lines
    }
}

/// Keeps what is written.
private final class Output: Sendable {
    private let text = Mutex("")

    func write(_ more: String) { text.withLock { $0 += more + "\n" } }

    var lines: [String] { text.withLock { $0.split(separator: "\n").map(String.init) } }
}
