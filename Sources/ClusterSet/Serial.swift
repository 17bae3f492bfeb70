/// The serial of a zone, which only moves forward (RFC 1982 §3).
struct Serial: Equatable, Sendable {
    private(set) var rawValue: UInt32

    /// Moves on: to `now`, in Unix seconds, where that is ahead, else by one.
    mutating func advance(now: UInt32) {
        let distance = Int32(bitPattern: now &- rawValue)
        rawValue = distance > 0 ? now : rawValue &+ 1
    }
}
