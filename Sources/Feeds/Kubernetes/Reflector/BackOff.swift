/// How long to wait before the next attempt: in proportion to how long attempts have failed.
///
/// A short outage is over for us a moment after it is over, and a long one costs the API server little. Waiting for a
/// connection costs it nothing, so that is tried more often.
struct BackOff {
    /// What failed last.
    enum Cause: Hashable { case connection, answer }

    /// Waits in nanoseconds: the least, the most, and the part of the time since the first failure.
    private static func bounds(_ cause: Cause) -> (least: UInt64, most: UInt64, part: UInt64) {
        switch cause {
        case .connection: (200_000_000, 5_000_000_000, 20)
        case .answer: (250_000_000, 10_000_000_000, 4)
        }
    }

    /// The most that a server may have us wait, in seconds: one that says an hour would have us stale for an hour.
    private static let longestRetryAfter = 60

    private var cause: Cause?
    private var failingSince: UInt64 = 0

    /// Nanoseconds from `now`, which is between 80 and 120 % of what the outage calls for; at least what the server asked for
    /// (`Retry-After`, in seconds).
    mutating func delay(
        after cause: Cause, retryAfter: Int?, now: UInt64, using random: inout some RandomNumberGenerator
    ) -> UInt64 {
        if self.cause != cause {
            self.cause = cause
            failingSince = now
        }
        let bounds = Self.bounds(cause)
        let base = min(max((now &- failingSince) / bounds.part, bounds.least), bounds.most)
        let jittered = base / 10 * UInt64.random(in: 8...12, using: &random)
        let asked = min(max(retryAfter ?? 0, 0), Self.longestRetryAfter)
        return max(jittered, UInt64(asked) * 1_000_000_000)
    }

    /// Something went well.
    mutating func reset() { cause = nil }
}
