import Dispatch
import Logging
import Metrics
import Posix
import Synchronization

/// Lines on their way to standard output: any thread appends, a queue of its own writes whole lines, many at a time.
///
/// Appending never waits, neither for the reader of standard output nor for another thread. What does not fit is dropped and
/// counted, and the number of lines dropped is written when there is room again.
final class LineQueue: Sendable {
    /// The queue of the whole process's standard output.
    static let standard = LineQueue { StandardOutput.output.write($0) }

    /// The queue of the whole process's standard error, for commands whose output is something else than a log.
    static let errors = LineQueue { StandardOutput.error.write($0) }

    /// Why a line was dropped.
    struct Drops: Sendable {
        /// All that may wait did wait.
        let full = Counter()
        /// Too many threads wanted to append at the same time.
        let contended = Counter()

        var total: UInt64 { full.value + contended.value }
    }

    /// How long lines may wait for others that are written with them.
    private static let pause = DispatchTimeInterval.milliseconds(5)
    /// How many octets are written at a time.
    private static let chunk = 1 << 16

    /// The lines dropped so far.
    let drops = Drops()
    private let ring: LineRing
    private let isJSON = Atomic(false)
    private let queue = DispatchQueue(label: "clustersetdns.output")
    private let write: @Sendable (Span<UInt8>) -> Void
    /// How many of the lines dropped were written about. (The queue only.)
    private let reportedDrops = Atomic<UInt64>(0)

    /// A queue for `capacity` octets, a mebibyte at most. `write` gets whole lines, each with its line feed.
    init(
        capacity: Int = LineRing.largest, form: LogForm = .text,
        write: @escaping @Sendable (Span<UInt8>) -> Void
    ) {
        ring = LineRing(capacity: capacity)
        self.write = write
        use(form)
    }

    /// The form of the lines.
    var form: LogForm { isJSON.load(ordering: .relaxed) ? .json : .text }

    /// Has all lines from now on in that form.
    func use(_ form: LogForm) { isJSON.store(form == .json, ordering: .relaxed) }

    /// Appends a line that has ended, or drops it.
    func append(_ line: inout LogLine) {
        switch ring.append(&line) {
        case .appended: return
        case .appendedFirst: return schedule()
        case .full: drops.full.add()
        case .contended: drops.contended.add()
        }
        // Whoever takes has to say so.
        if ring.callTaker() { schedule() }
    }

    /// Appends a line that is all `text` says, without a level, or drops it.
    func append(_ text: String) { append(.bare, text) }

    /// Appends the line of the server itself that is `text`, or drops it.
    func append(_ level: Logger.Level, _ text: String) { append(.level(level, component: nil), text) }

    private func append(_ head: LogLine.Head, _ text: String) {
        var line = LogLine(form, head)
        line.putMessage { $0.putContent(text) }
        line.end()
        append(&line)
    }

    /// Writes all that waits; false when that takes longer than `time`, because nobody reads it.
    @discardableResult
    func flush(atMost time: DispatchTimeInterval = .seconds(1)) -> Bool {
        let isDone = DispatchSemaphore(value: 0)
        let end = ring.end
        queue.async { self.finish(upTo: end) { isDone.signal() } }
        return isDone.wait(timeout: .now() + time) == .success
    }

    private func schedule() {
        queue.async { self.work() }
    }

    /// Writes what waits, and goes on doing so until nothing has come for a pause.
    private func work() {
        if !drain(upTo: ring.end), ring.rest() { return }
        queue.asyncAfter(deadline: .now() + Self.pause) { self.work() }
    }

    /// Writes what stands before `end`, also where somebody is still writing it into the ring.
    private func finish(upTo end: UInt64, _ done: @escaping @Sendable () -> Void) {
        drain(upTo: end)
        if ring.isTaken(upTo: end) { return done() }
        queue.asyncAfter(deadline: .now() + .milliseconds(1)) { self.finish(upTo: end, done) }
    }

    /// Writes what stands before `end`, and how much was dropped; false when there was nothing to write. (The queue only.)
    @discardableResult
    private func drain(upTo end: UInt64) -> Bool {
        let dropped = drops.total
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var hasWritten = false
        while true {
            let count = ring.take(upTo: end, into: &buffer)
            if count == 0 { break }
            write(buffer.span.extracting(first: count))
            hasWritten = true
        }
        return report(dropped) || hasWritten
    }

    /// Says how many lines were dropped since it was said last; false when none were.
    private func report(_ dropped: UInt64) -> Bool {
        let reported = reportedDrops.load(ordering: .relaxed)
        guard dropped > reported else { return false }
        reportedDrops.store(dropped, ordering: .relaxed)
        var line = LogLine(form, .level(.warning, component: "log"))
        line.putMessage { $0.put("lines dropped") }
        switch form {
        case .text: line.put(" count=")
        case .json: line.put(",\"count\":")
        }
        line.put(dropped - reported)
        line.end()
        let octets = line.copy()
        write(octets.span)
        return true
    }
}
