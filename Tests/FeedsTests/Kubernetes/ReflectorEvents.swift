import ClusterSet

@testable import Feeds

extension Reflector {
    /// Takes an event; returns what it changes.
    mutating func take(_ event: WatchEvent, now: UInt64) -> [Change] {
        var changes: [Change] = []
        take(event, now: now, into: &changes)
        return changes
    }
}
