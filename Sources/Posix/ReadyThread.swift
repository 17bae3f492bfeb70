package import Dispatch
import Synchronization

/// What `ReadySource.readable` is, with a thread of its own: for what has to be quick. One thread is woken and does the work,
/// where a Dispatch source wakes its manager, which wakes a worker.
package final class ReadyThread: Sendable {
    private final class State: Sendable {
        let epoll: Epoll
        let wakeUp: WakeUp
        /// Waits for the end alone.
        let pause: Epoll
        let isCancelled = Atomic(false)
        let gathers = Atomic(false)

        init() throws(SystemError) {
            epoll = try Epoll()
            wakeUp = try WakeUp()
            pause = try Epoll()
        }
    }

    private let state: State

    /// Calls `handler` on `queue` whenever there is something to read from `descriptor`, which `owner` keeps open.
    package init(
        reading descriptor: borrowing FileDescriptor, keeping owner: any AnyObject & Sendable,
        on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        let state = try State()
        try state.epoll.add(descriptor, token: 0)
        try state.epoll.add(state.wakeUp.descriptor, token: 1)
        try state.pause.add(state.wakeUp.descriptor, token: 1)
        self.state = state
        DispatchQueue(label: "clustersetdns.ready").async {
            withExtendedLifetime(owner) { Self.wait(state, on: queue, handler) }
        }
    }

    deinit { cancel() }

    /// Whether the handler is called two milliseconds late, so that more is there to read: for a peer that sends much in small
    /// pieces, each of which would wake this thread. When one comes right after the other (`Pace`) it is so anyway. From any
    /// thread.
    package var gathers: Bool {
        get { state.gathers.load(ordering: .relaxed) }
        set { state.gathers.store(newValue, ordering: .relaxed) }
    }

    /// Ends it. When called on the queue, the handler is not called any more.
    package func cancel() {
        state.isCancelled.store(true, ordering: .relaxed)
        state.wakeUp.signal()
    }

    private static func wait(_ state: State, on queue: DispatchQueue, _ handler: @Sendable () -> Void) {
        var events = Epoll.Events()
        var pace = Pace()
        while !state.isCancelled.load(ordering: .relaxed) {
            state.epoll.wait(into: &events, milliseconds: nil)
            let isFast = pace.isFast(wokenAt: MonotonicClock.now())
            if isFast || state.gathers.load(ordering: .relaxed) {
                state.pause.wait(into: &events, milliseconds: 2)
            }
            // The block runs on this thread, once the queue is free.
            queue.sync {
                if !state.isCancelled.load(ordering: .relaxed) { handler() }
            }
            pace.waits(since: MonotonicClock.now())
        }
    }
}
