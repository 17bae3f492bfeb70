import Dispatch

/// A timer that rings in time, and now and then once too often. Belongs to the queue that it rings on.
final class Alarm {
    private let source: any DispatchSourceTimer
    private var time: UInt64?

    init(on queue: DispatchQueue, _ handler: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(queue: queue)
        source.setEventHandler(handler: handler)
        source.activate()
    }

    deinit { source.cancel() }

    /// Rings by `time`, in monotonic nanoseconds, or before: what was set earlier stays, for most deadlines move
    /// ahead with every octet, and a system call for each would be too much.
    func set(_ time: UInt64, now: UInt64) {
        guard time < self.time ?? .max else { return }
        self.time = time
        let distance = time > now ? time - now : 0
        source.schedule(deadline: .now() + .nanoseconds(Int(clamping: distance)))
    }

    /// To be called when it has rung.
    func reset() { time = nil }
}
