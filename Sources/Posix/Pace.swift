/// How fast a thread is woken: when it has been woken quickly so many times in a row, more will come before long.
struct Pace {
    /// Nanoseconds of waiting that are few.
    private static let short: UInt64 = 2_000_000
    /// More quick wake-ups than this are no coincidence: two objects that belong together come one right after the other.
    private static let few = 4

    private var waitsSince: UInt64 = 0
    private var quickOnes = 0

    /// The thread begins to wait.
    mutating func waits(since now: UInt64) { waitsSince = now }

    /// The thread is woken. Returns whether it had better let things gather.
    mutating func isFast(wokenAt now: UInt64) -> Bool {
        quickOnes = now &- waitsSince < Self.short ? quickOnes + 1 : 0
        return quickOnes > Self.few
    }
}
