import Synchronization

/// How long the clients of one address may keep it busy, where that is not what `StreamLimits` says. The control queue sets
/// it, the address's workers read it.
package final class StreamTimeouts: Sendable {
    package typealias Nanoseconds = StreamLimits.Nanoseconds

    /// What is set; nil: what the limits say.
    package struct Values: Hashable, Sendable {
        package var read: Nanoseconds?
        package var write: Nanoseconds?
        package var idle: Nanoseconds?
        package init() {}
    }

    // 0 where nothing is set.
    private let read: Atomic<Nanoseconds>
    private let write: Atomic<Nanoseconds>
    private let idle: Atomic<Nanoseconds>

    package init(_ values: Values = Values()) {
        read = Atomic(values.read ?? 0)
        write = Atomic(values.write ?? 0)
        idle = Atomic(values.idle ?? 0)
    }

    /// Sets others, which count from now on for connections that are open, too.
    package func replace(with values: Values) {
        read.store(values.read ?? 0, ordering: .relaxed)
        write.store(values.write ?? 0, ordering: .relaxed)
        idle.store(values.idle ?? 0, ordering: .relaxed)
    }

    /// `limits` with what is set here.
    func applied(to limits: StreamLimits) -> StreamLimits {
        var limits = limits
        limits.read = set(read) ?? limits.read
        limits.write = set(write) ?? limits.write
        limits.idle = set(idle) ?? limits.idle
        return limits
    }

    private func set(_ value: borrowing Atomic<Nanoseconds>) -> Nanoseconds? {
        let value = value.load(ordering: .relaxed)
        return value == 0 ? nil : value
    }
}
