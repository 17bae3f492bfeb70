import Dispatch
import Synchronization

/// Waits for the descriptors of every `ReadySource`, on one thread for the process.
///
/// In place of Dispatch's own sources: on Linux, cancelling one of them on its queue changes lists that Dispatch's manager
/// walks on another thread, and a process that does it often enough crashes (swift-corelibs-libdispatch, issue 949).
final class ReadyLoop: Sendable {
    /// A descriptor that is waited for.
    final class Entry: Sendable {
        let token: UInt64
        /// Open as long as `owner` lives.
        let number: CInt
        let owner: (any AnyObject & Sendable)?
        let queue: DispatchQueue
        let handler: @Sendable () -> Void
        let isCancelled = Atomic(false)

        init(
            token: UInt64, number: CInt, owner: (any AnyObject & Sendable)?, queue: DispatchQueue,
            handler: @escaping @Sendable () -> Void
        ) {
            self.token = token
            self.number = number
            self.owner = owner
            self.queue = queue
            self.handler = handler
        }
    }

    private struct Entries {
        var byToken: [UInt64: Entry] = [:]
        var lastToken: UInt64 = 0
    }

    /// The loop of this process, or why there is none.
    static let shared = Result { () throws(SystemError) in try ReadyLoop() }

    private let epoll: Epoll
    private let entries = Guarded(Entries())

    private init() throws(SystemError) {
        epoll = try Epoll()
        DispatchQueue(label: "clustersetdns.readiness").async { self.run() }
    }

    /// Calls `handler` on `queue` whenever there is something to read from `descriptor`, which `owner` keeps open.
    func add(
        _ descriptor: borrowing FileDescriptor, keeping owner: (any AnyObject & Sendable)?,
        on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void
    ) throws(SystemError) -> Entry {
        let number = descriptor.number
        let entry = entries.withLock { entries in
            entries.lastToken += 1
            let entry = Entry(
                token: entries.lastToken, number: number, owner: owner, queue: queue, handler: handler)
            entries.byToken[entry.token] = entry
            return entry
        }
        do throws(SystemError) {
            try epoll.addOnce(number, token: entry.token)
        } catch {
            cancel(entry)
            throw error
        }
        return entry
    }

    /// Waits for `entry` no longer. On its queue, the handler is not called any more.
    func cancel(_ entry: Entry) {
        guard !entry.isCancelled.exchange(true, ordering: .relaxed) else { return }
        // What is let go here goes when the lock is open again: it may cancel others.
        let removed = entries.withLock { entries in
            // The descriptor is open, and under this number: the entry keeps its owner.
            epoll.remove(entry.number)
            return entries.byToken.removeValue(forKey: entry.token)
        }
        withExtendedLifetime(removed) {}
    }

    private func run() -> Never {
        var events = Epoll.Events()
        while true {
            epoll.wait(into: &events, milliseconds: nil)
            for index in 0..<events.count { call(events[index].token) }
        }
    }

    /// Has the handler called, and waits again once it has returned.
    private func call(_ token: UInt64) {
        guard let entry = entries.withLock({ $0.byToken[token] }) else { return }
        entry.queue.async {
            guard !entry.isCancelled.load(ordering: .relaxed) else { return }
            entry.handler()
            self.waitAgain(for: entry)
        }
    }

    private func waitAgain(for entry: Entry) {
        entries.withLock { entries in
            // One that was cancelled meanwhile may have left its number to another descriptor.
            guard entries.byToken[entry.token] != nil else { return }
            epoll.waitAgain(for: entry.number, token: entry.token)
        }
    }
}
