/// A list of all objects of a kind that is under way.
struct Listing {
    /// What it named so far, whether it differs from what is held or not; nil when nothing is held that it could fail to name.
    private(set) var names: Set<ObjectName>?
    /// What takes effect at its end.
    private(set) var changes: [Change] = []

    init(replacesAnything: Bool) { names = replacesAnything ? [] : nil }

    /// Notes that the list no longer names `id`, which went while it was under way.
    mutating func remove(_ id: ObjectName, _ change: Change) {
        names?.remove(id)
        changes.append(change)
    }

    /// Notes that the list names `id`, and what that changes, if anything.
    mutating func add(_ id: ObjectName, _ change: Change?) {
        names?.insert(id)
        if let change { changes.append(change) }
    }
}

extension ObjectName {
    /// A namespace as the name of an object.
    init(namespace: String) { self.init(namespace: namespace, name: "") }
}
