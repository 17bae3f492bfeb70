import ClusterSet

/// The last events of a watch, to tell those that come late: a watch has its events in order, but what stands between us and
/// the API server may not.
struct RecentEvents {
    private struct Seen {
        let uid: String
        let version: UInt64?
    }

    /// Events come late by a few others, not by thousands.
    private static let capacity = 1024

    private var seen: [ObjectName: Seen] = [:]
    private var order: [ObjectName] = []
    private var next = 0

    /// Whether the event is news: not so if it is older than one that came before it of an object of the same name, or deletes
    /// an object whose name belongs to another one by now.
    mutating func admits(_ object: WatchedObject, isDeletion: Bool) -> Bool {
        let version = UInt64(object.resourceVersion)
        if let last = seen[object.id] {
            if let version, let held = last.version, version < held { return false }
            if last.uid != object.uid, isDeletion { return false }
        }
        note(object.id, Seen(uid: object.uid, version: version))
        return true
    }

    mutating func removeAll() { self = RecentEvents() }

    private mutating func note(_ id: ObjectName, _ event: Seen) {
        guard seen.updateValue(event, forKey: id) == nil else { return }
        guard order.count == Self.capacity else { return order.append(id) }
        seen[order[next]] = nil
        order[next] = id
        next = (next + 1) % Self.capacity
    }
}
