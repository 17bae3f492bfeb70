/// Holds requests back while they fail: whatever goes wrong, and however many kinds of objects are followed, an API server
/// in trouble gets few of them.
struct RequestPacer {
    /// The most requests in any second in which one failed.
    static let most = 12
    private static let second: UInt64 = 1_000_000_000

    /// When the last requests began, in a ring.
    private var begun: [UInt64] = []
    private var next = 0
    private var lastFailure: UInt64?

    /// When the next request may begin: `now`, or later.
    func earliest(now: UInt64) -> UInt64 {
        guard let lastFailure, now &- lastFailure < Self.second, begun.count == Self.most else { return now }
        return max(now, begun[next] + Self.second)
    }

    mutating func began(now: UInt64) {
        guard begun.count == Self.most else { return begun.append(now) }
        begun[next] = now
        next = (next + 1) % Self.most
    }

    mutating func failed(now: UInt64) { lastFailure = now }
}
