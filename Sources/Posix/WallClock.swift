import Glibc

/// The time of day, for serials and log stamps only: it may jump.
package enum WallClock {
    /// Seconds since 1970; 32 bits, as a serial has (they wrap in 2106).
    package static var unixSeconds: UInt32 {
        UInt32(truncatingIfNeeded: time(nil))
    }
}
