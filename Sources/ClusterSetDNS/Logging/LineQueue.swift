import Dispatch
import Metrics
import Posix
import Synchronization

/// Lines on their way to standard output: workers append, a queue of its own writes.
///
/// Appending never waits for the reader of standard output. What does not fit is dropped, and the number of lines
/// dropped is written when there is room again.
final class LineQueue: Sendable {
    /// The queue of the whole process's standard output.
    static let standard = LineQueue(capacity: 1 << 20) { StandardOutput.output.write($0) }

    /// The queue of the whole process's standard error, for commands whose output is something else than a log.
    static let errors = LineQueue(capacity: 1 << 20) { StandardOutput.error.write($0) }

    private struct Pending {
        var text = ""
        var dropped = 0
        var isScheduled = false
    }

    /// The most octets that wait.
    private let capacity: Int
    /// The lines dropped so far.
    let droppedLines = Counter()
    private let pending = Mutex(Pending())
    /// Says once more what the mutex says: ThreadSanitizer does not see into the library that it comes from.
    private let handover = Atomic(false)
    private let queue = DispatchQueue(label: "clustersetdns.output")
    private let write: @Sendable (String) -> Void

    init(capacity: Int, write: @escaping @Sendable (String) -> Void) {
        self.capacity = capacity
        self.write = write
    }

    /// Appends a line, which must not end with a line feed, or drops it.
    func append(_ line: String) {
        let mustSchedule = withPending { pending in
            guard pending.text.utf8.count + line.utf8.count < capacity else {
                pending.dropped += 1
                droppedLines.add()
                return false
            }
            if !pending.text.isEmpty { pending.text += "\n" }
            pending.text += line
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        if mustSchedule { queue.async { self.drain() } }
    }

    /// Writes all that waits; false when that takes longer than `time`, because nobody reads it.
    @discardableResult
    func flush(atMost time: DispatchTimeInterval = .seconds(1)) -> Bool {
        let isDone = DispatchSemaphore(value: 0)
        queue.async {
            self.drain()
            isDone.signal()
        }
        return isDone.wait(timeout: .now() + time) == .success
    }

    private func withPending<Result>(_ body: (inout Pending) -> Result) -> Result {
        pending.withLock { pending in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(true, ordering: .releasing) }
            return body(&pending)
        }
    }

    private func drain() {
        let taken = withPending { pending in
            defer { pending = Pending() }
            return pending
        }
        if !taken.text.isEmpty { write(taken.text) }
        if taken.dropped > 0 { write("[WARNING] log: lines dropped count=\(taken.dropped)") }
    }
}
