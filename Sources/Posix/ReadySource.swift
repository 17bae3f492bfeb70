import CPosix
package import Dispatch
import Glibc

/// Calls a handler on a queue whenever something is ready: for the control plane, never for queries.
///
/// It is active from the start and ends with its owner, so that nothing can be cancelled twice, suspended or
/// forgotten, all of which Dispatch punishes by a trap.
package final class ReadySource: Sendable {
    private let cancellation: @Sendable () -> Void

    private init(_ cancellation: @escaping @Sendable () -> Void) { self.cancellation = cancellation }

    deinit { cancellation() }

    /// Ends it; a handler that runs at the moment runs to its end. Harmless the second time.
    package func cancel() { cancellation() }

    /// Ready when there is something to read from `descriptor`, which `owner` keeps open, or when its other end is closed.
    package static func readable(
        _ descriptor: borrowing FileDescriptor, keeping owner: (any AnyObject & Sendable)?,
        on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void
    ) throws(SystemError) -> ReadySource {
        let loop = try ReadyLoop.shared.get()
        let entry = try loop.add(descriptor, keeping: owner, on: queue, handler)
        return ReadySource { loop.cancel(entry) }
    }

    /// Ready once `interval` has passed, and each time it has passed again if `repeats`.
    package static func timer(
        after interval: DispatchTimeInterval, repeats: Bool = false, on queue: DispatchQueue,
        _ handler: @escaping @Sendable () -> Void
    ) -> ReadySource {
        let source = DispatchSource.makeTimerSource(queue: queue)
        source.schedule(deadline: .now() + interval, repeating: repeats ? interval : .never)
        source.setEventHandler(handler: handler)
        source.activate()
        // Safe: Dispatch lets any thread cancel a source, which is all that is done with it from here on.
        nonisolated(unsafe) let timer = source
        return ReadySource { unsafe timer.cancel() }
    }

    /// Ready when the process got `signal`, which does nothing else from now on, also when this has ended.
    ///
    /// A Dispatch signal source would miss it: it needs the signal to be blocked in every thread, also in
    /// those that were there before.
    package static func signal(
        _ signal: CInt, on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void
    ) throws(SystemError) -> ReadySource {
        let route = try SignalRoute(signal)
        return try readable(route.wakeUp.descriptor, keeping: route, on: queue) { [unowned route] in
            // The source keeps the route until its last handler has returned.
            route.wakeUp.clear()
            handler()
        }
    }

    /// Has `signal` do nothing.
    package static func ignore(_ signal: CInt) {
        _ = Glibc.signal(signal, SIG_IGN)
    }
}

/// Turns a signal into something readable.
private final class SignalRoute: Sendable {
    let wakeUp: WakeUp
    private let signal: CInt

    init(_ signal: CInt) throws(SystemError) {
        self.signal = signal
        wakeUp = try WakeUp()
        let result = csd_signal_forward(signal, wakeUp.descriptor.number)
        _ = try checkedNegated(result, "sigaction")
    }

    deinit { _ = csd_signal_forward(signal, -1) }
}
