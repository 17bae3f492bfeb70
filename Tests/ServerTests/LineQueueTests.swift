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
        let queue = LineQueue(capacity: 100) { lines in
            isWriting.signal()
            gate.wait()
            output.write(lines)
        }
        queue.append("first")
        isWriting.wait()
        // The writer is stuck with the first line: four of the others, each with its length, fill the queue.
        for number in 0..<50 { queue.append("number \(10 + number)") }
        for _ in 0..<10 { gate.signal() }
        queue.flush()
        let written = output.lines
        #expect(written.first == "first")
        #expect(written.dropFirst().first == "number 10")
        let dropped = 50 - (written.count - 2)
        #expect(dropped > 30)
        #expect(written.last == "[WARNING] log: lines dropped count=\(dropped)")
        #expect(queue.drops.full.value == UInt64(dropped))
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
        "have room again once the writer is back, however often that is, and in the order in which they came")
    func recoversAgain() {
        let output = Output()
        let queue = LineQueue(capacity: 64) { output.write($0) }
        for number in 0..<500 {
            queue.append("line \(number)")
            queue.flush()
        }
        #expect(output.lines == (0..<500).map { "line \($0)" })
        #expect(queue.drops.total == 0)
    }

    @Test("are whole, however long they are", arguments: [2046, 2047, 2048, 2049, 65_535, 65_536, 500_000])
    func long(length: Int) {
        let output = Output()
        let queue = LineQueue { output.write($0) }
        let text = String((0..<length).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) })
        queue.append("before")
        queue.append(text)
        queue.append("behind")
        queue.flush()
        #expect(output.lines == ["before", text, "behind"])
    }

    @Test("come from many threads at a time, none torn, each thread's in their order, the rest counted")
    func threads() {
        let threads = 8
        let count = 3000
        let output = Output()
        let queue = LineQueue(capacity: 1 << 14) { output.write($0) }
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for number in 0..<count {
                let tail = String(repeating: "x", count: number % 200)
                queue.append("thread \(thread) line \(number) \(tail)|")
            }
        }
        queue.flush()
        var last = [Int](repeating: -1, count: threads)
        var found = 0
        var reported = 0
        for line in output.lines {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            if words[0] == "[WARNING]" {
                reported += Int(words.last?.dropFirst("count=".count) ?? "") ?? 0
            } else if words.count == 5, let thread = Int(words[1]), let number = Int(words[3]) {
                #expect(number > last[thread], "\(line)")
                #expect(words[4] == String(repeating: "x", count: number % 200) + "|")
                last[thread] = number
                found += 1
            } else {
                Issue.record("torn: \(line)")
            }
        }
        #expect(reported == Int(queue.drops.total))
        #expect(found + reported == threads * count)
        #expect(found > 0)
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

    @Test("are one line each, whatever is logged")
    func controls() {
        #expect(
            logged(.info, "a\nb\u{1B}[1m\t\u{7F}\u{85}é", ["k\n": "\u{9B}"])
                == [#"[INFO] manifests: a\nb\u001b[1m\t\u007f\u0085é k\n=\u009b"#])
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
    private let octets = Mutex<[UInt8]>([])

    func write(_ more: Span<UInt8>) {
        octets.withLock { for index in more.indices { $0.append(more[index]) } }
    }

    var lines: [String] {
        octets.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(String.init)
    }
}
