import Synchronization

/// How many connections all workers together have, and may have.
final class ConnectionQuota: Sendable {
    private let limit: Int
    private let entered = Atomic(0)

    init(limit: Int) { self.limit = max(1, limit) }

    /// Counts one more; false if that is one too many.
    func enter() -> Bool {
        entered.add(1, ordering: .relaxed).newValue <= limit
    }

    /// Counts one less.
    func leave() {
        entered.subtract(1, ordering: .relaxed)
    }

    /// Whether three quarters of the connections are taken.
    var isCrowded: Bool { count > limit - limit / 4 }

    var count: Int { entered.load(ordering: .relaxed) }
}
