import Glibc

/// Time that only moves forward, whatever happens to the wall clock.
package enum MonotonicClock {
    /// Nanoseconds since some point in the past.
    package static func now() -> UInt64 {
        var time = timespec()
        // Safe: clock_gettime writes one `timespec`; it cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Keeps the calling thread for about `milliseconds`.
    package static func sleep(milliseconds: UInt32) {
        _ = usleep(min(milliseconds, 999) * 1000)
    }
}
