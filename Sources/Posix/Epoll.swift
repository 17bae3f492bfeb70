import CPosix

/// Waits for many descriptors at once, level-triggered (epoll(7)).
package struct Epoll: ~Copyable, Sendable {
    /// What one descriptor is ready for.
    package struct Event: Sendable {
        /// What `add` was given.
        package let token: UInt64
        package let isReadable: Bool
        package let isWritable: Bool
        /// The connection failed, or both sides have closed it.
        package let hasFailed: Bool
    }

    /// Room for what one `wait` has to tell.
    package struct Events {
        fileprivate var raw = [csd_event](repeating: csd_event(), count: CSD_EVENTS)
        /// How many events there are.
        package fileprivate(set) var count = 0

        package init() {}

        package subscript(index: Int) -> Event {
            let event = raw[index]
            return Event(
                token: event.token, isReadable: event.readable, isWritable: event.writable,
                hasFailed: event.failed)
        }
    }

    /// Readable as long as `wait` would find something.
    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        descriptor = FileDescriptor(owning: try checkedNegated(csd_epoll_create(), "epoll_create1"))
    }

    /// Begins to wait for `other`, which ends when `other` is closed.
    package func add(
        _ other: borrowing FileDescriptor, token: UInt64, reading: Bool = true, writing: Bool = false
    ) throws(SystemError) {
        let result = csd_epoll_add(descriptor.number, other.number, token, reading, writing)
        _ = try checkedNegated(result, "epoll_ctl")
    }

    /// Changes what to wait for; with neither, only a failure is told.
    package func modify(
        _ other: borrowing FileDescriptor, token: UInt64, reading: Bool, writing: Bool
    ) {
        // Cannot fail for what was added: it needs no memory.
        _ = csd_epoll_modify(descriptor.number, other.number, token, reading, writing)
    }

    /// Waits until there is something to read from the descriptor `number`, and then no longer, not even for its failure.
    func addOnce(_ number: CInt, token: UInt64) throws(SystemError) {
        _ = try checkedNegated(csd_epoll_add_once(descriptor.number, number, token), "epoll_ctl")
    }

    /// Waits once more for what was added by `addOnce`.
    func waitAgain(for number: CInt, token: UInt64) {
        // Cannot fail for what was added: it needs no memory.
        _ = csd_epoll_again(descriptor.number, number, token)
    }

    /// No longer waits for the descriptor `number`.
    func remove(_ number: CInt) { _ = csd_epoll_remove(descriptor.number, number) }

    /// No longer waits for `other`.
    package func remove(_ other: borrowing FileDescriptor) {
        _ = csd_epoll_remove(descriptor.number, other.number)
    }

    /// Waits for just this with a descriptor that somebody else opens and closes, a library; with neither, no longer.
    ///
    /// Its number is its token. A shortage in the kernel is not told: the descriptor is then as good as silent.
    package func follow(_ number: CInt, reading: Bool, writing: Bool) {
        guard reading || writing else {
            _ = csd_epoll_remove(descriptor.number, number)
            return
        }
        let token = UInt64(UInt32(bitPattern: number))
        // The number may have been closed and opened again unseen, which ended the waiting.
        guard csd_epoll_modify(descriptor.number, number, token, reading, writing) < 0 else { return }
        _ = csd_epoll_add(descriptor.number, number, token, reading, writing)
    }

    /// Waits until something is ready or `milliseconds` have passed (nil: for ever).
    package func wait(into events: inout Events, milliseconds: Int?) {
        let limit = milliseconds.map { CInt(clamping: max(0, $0)) } ?? -1
        // Safe: the function writes at most CSD_EVENTS events, which the array has room for.
        let count = unsafe csd_epoll_wait(descriptor.number, &events.raw, limit)
        events.count = max(0, Int(count))
    }
}
