/// How far a zone has come; published as a whole.
final class Readiness: Sendable {
    /// Whether the feed has delivered all it knew at its start: until then a missing name proves nothing.
    let isSynced: Bool
    /// What stands in the way, for people: UTF-8.
    let obstacle: [UInt8]
    /// Since when the feed may have missed changes, for people; empty while it misses none.
    let loss: [UInt8]

    static let synced = Readiness(isSynced: true)

    static func waiting(_ obstacle: String) -> Readiness {
        Readiness(isSynced: false, obstacle: Array(obstacle.utf8))
    }

    /// Synced once, and cut off from its source since then.
    static func stale(_ loss: String) -> Readiness {
        Readiness(isSynced: true, loss: Array(loss.utf8))
    }

    var isStale: Bool { !loss.isEmpty }

    private init(isSynced: Bool, obstacle: [UInt8] = [], loss: [UInt8] = []) {
        self.isSynced = isSynced
        self.obstacle = obstacle
        self.loss = loss
    }
}
