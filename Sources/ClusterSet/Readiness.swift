/// How far a zone has come; published as a whole.
final class Readiness: Sendable {
    /// Whether the feed has delivered all it knew at its start: until then a missing name proves nothing.
    let isSynced: Bool
    /// What stands in the way, for people: UTF-8.
    let obstacle: [UInt8]

    static let synced = Readiness(isSynced: true, obstacle: [])

    static func waiting(_ obstacle: String) -> Readiness {
        Readiness(isSynced: false, obstacle: Array(obstacle.utf8))
    }

    private init(isSynced: Bool, obstacle: [UInt8]) {
        self.isSynced = isSynced
        self.obstacle = obstacle
    }
}
