import Synchronization

/// Lets something happen once a second at most, on whatever thread.
final class Rarely: Sendable {
    private let next = Atomic<UInt64>(0)

    /// Whether it may happen at `now`, in nanoseconds.
    func may(_ now: UInt64) -> Bool {
        let earliest = next.load(ordering: .relaxed)
        guard now >= earliest else { return false }
        return next.compareExchange(
            expected: earliest, desired: now &+ 1_000_000_000, ordering: .relaxed
        ).exchanged
    }
}
