import Synchronization

/// A value that several threads use, one at a time: for moments, never around work that may wait.
package struct Guarded<Value: Sendable>: ~Copyable, Sendable {
    private let value: Mutex<Value>
    /// Says once more what the mutex says: ThreadSanitizer does not see into the library that it comes from.
    private let handover = Atomic(false)

    package init(_ value: Value) { self.value = Mutex(value) }

    /// What `body` makes of the value, while no other thread has it.
    package func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        value.withLock { value in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(true, ordering: .releasing) }
            return body(&value)
        }
    }
}
