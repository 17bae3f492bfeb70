import Glibc

/// The time of day, for serials, log stamps and comparing with the clocks of others only: it may jump.
package enum WallClock {
    /// Seconds since 1970; 32 bits, as a serial has (they wrap in 2106).
    package static var unixSeconds: UInt32 {
        UInt32(truncatingIfNeeded: time(nil))
    }

    /// When, in Unix seconds, the monotonic clock said `time`, as far as the wall clock has not jumped since then.
    package static func seconds(at time: UInt64) -> Double {
        seconds - Double(Int64(bitPattern: MonotonicClock.now() &- time)) / 1e9
    }

    /// A time in Unix seconds, from 1970 to 9999, as UTC in the form of RFC 3339: `2026-02-03T04:05:06Z`.
    package static func text(_ seconds: Double) -> String {
        let time = UTCTime(unixSeconds: seconds)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(time.year)-\(two(time.month))-\(two(time.day))"
            + "T\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
    }

    /// Seconds since 1970.
    package static var seconds: Double {
        var time = timespec()
        // Safe: clock_gettime writes one `timespec`; it cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
