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
        let all = Int(max(0, min(seconds, 253_402_300_799)))
        // Years are counted from March on, so that the leap day is their last: 400 of them have 146,097 days.
        let days = all / 86_400 + 719_468
        let (era, day) = days.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = era * 400 + yearOfEra + (month < 3 ? 1 : 0)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(dayOfYear - (153 * shifted + 2) / 5 + 1))"
            + "T\(two(all / 3_600 % 24)):\(two(all / 60 % 60)):\(two(all % 60))Z"
    }

    /// Seconds since 1970.
    package static var seconds: Double {
        var time = timespec()
        // Safe: clock_gettime writes one `timespec`; it cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
