/// A list of all objects of a kind that is under way.
struct Listing {
    /// What it named so far, whether it differs from what is held or not; nil when nothing is held that it could fail to name.
    private(set) var names: Set<ObjectName>?
    /// What takes effect at its end, in pieces that memory is given back for one after the other.
    private(set) var pieces: [[Change]] = []

    private static let pieceSize = 1000

    init(replacesAnything: Bool) { names = replacesAnything ? [] : nil }

    /// Notes that the list no longer names `id`, which went while it was under way.
    mutating func remove(_ id: ObjectName, _ change: Change) {
        names?.remove(id)
        append(change)
    }

    /// Notes that the list names `id`, and what that changes, if anything.
    mutating func add(_ id: ObjectName, _ change: Change?) {
        names?.insert(id)
        if let change { append(change) }
    }

    private mutating func append(_ change: Change) {
        if pieces.last.map({ $0.count == Self.pieceSize }) ?? true { pieces.append([]) }
        pieces[pieces.count - 1].append(change)
    }
}

extension ObjectName {
    /// A namespace as the name of an object.
    init(namespace: String) { self.init(namespace: namespace, name: "") }
}
