import Glibc

/// The time of day, for serials, log stamps and comparing with the clocks of others only: it may jump.
package enum WallClock {
    /// Seconds since 1970; 32 bits, as a serial has (they wrap in 2106).
    package static var unixSeconds: UInt32 {
        UInt32(truncatingIfNeeded: time(nil))
    }

    /// Seconds since 1970.
    package static var seconds: Double {
        var time = timespec()
        // Safe: clock_gettime writes one `timespec`; it cannot fail for this clock.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
