/// How far a zone has come; published as a whole.
final class Readiness: Sendable {
    /// Whether the feed has delivered all it knew at its start: until then a missing name proves nothing.
    let isSynced: Bool

    init(isSynced: Bool) { self.isSynced = isSynced }
}
