import ClusterSet

/// The objects of two feeds, one above the other: where both have an object, the upper one's counts. (Control queue only.)
struct Layers {
    private struct ObjectKey: Hashable {
        let kind: ObjectKind
        let id: ObjectName
    }

    /// The objects that both feeds have and that have not been told of.
    private(set) var conflicts: [(kind: ObjectKind, id: ObjectName)] = []

    private var upper: Set<ObjectKey> = []
    /// The upper feed's lists under way: they go on when they are complete, however long that takes, so that what the lower feed
    /// says meanwhile need not wait.
    private var lists: [ObjectKind: [Change]] = [:]
    private var lower: [ObjectKey: Change] = [:]

    mutating func takeConflicts() -> [(kind: ObjectKind, id: ObjectName)] {
        defer { conflicts = [] }
        return conflicts
    }

    /// What changes by what the upper feed says.
    mutating func upper(_ changes: [Change]) -> [Change] { changes.flatMap { upper($0) } }

    /// What changes by what the lower feed says.
    mutating func lower(_ changes: [Change]) -> [Change] { changes.flatMap { lower($0) } }

    private mutating func upper(_ change: Change) -> [Change] {
        if let kind = change.kind, lists[kind] != nil {
            lists[kind]?.append(change)
            return []
        }
        switch change {
        case .beginList(let kind): lists[kind] = []
        case .dropList(let kind): lists[kind] = nil
        case .endList(let kind): return end(kind)
        case .replaceSlices(let service, let slices):
            return [.replaceSlices(of: service, slices + lowerSlices(of: service))]
        case .putImport, .putSlice, .putNamespace, .keep:
            return put(change)
        case .removeImport, .removeSlice, .removeNamespace:
            guard let key = key(of: change) else { return [change] }
            upper.remove(key)
            return [lower[key] ?? change]
        }
        return []
    }

    private mutating func put(_ change: Change) -> [Change] {
        if let key = key(of: change), upper.insert(key).inserted { noteConflict(key) }
        return [change]
    }

    /// The end of a list: below what it names, the lower feed's objects show.
    private mutating func end(_ kind: ObjectKind) -> [Change] {
        let changes = lists.removeValue(forKey: kind) ?? []
        var keys: Set<ObjectKey> = []
        for change in changes {
            guard let key = key(of: change) else { continue }
            if change.isRemoval { keys.remove(key) } else { keys.insert(key) }
        }
        for key in keys where !upper.contains(key) { noteConflict(key) }
        upper = upper.filter { $0.kind != kind }.union(keys)
        let below = lower.filter { $0.key.kind == kind && !upper.contains($0.key) }
        return [.beginList(kind)] + changes + below.values + [.endList(kind)]
    }

    private mutating func lower(_ change: Change) -> [Change] {
        guard let key = key(of: change) else { return [] }
        let isThere = !change.isRemoval
        let isNew = lower.updateValue(change, forKey: key) == nil
        if !isThere { lower[key] = nil }
        guard upper.contains(key) else { return [change] }
        if isThere, isNew { noteConflict(key) }
        return []
    }

    private mutating func noteConflict(_ key: ObjectKey) {
        if lower[key] != nil { conflicts.append((key.kind, key.id)) }
    }

    /// The slices of `service` that only the lower feed has.
    private func lowerSlices(of service: ObjectName) -> [EndpointSlice] {
        lower.compactMap { key, change in
            guard case .putSlice(let slice) = change, slice.id.namespace == service.namespace,
                slice.service == service.name, !upper.contains(key)
            else { return nil }
            return slice
        }
    }

    /// The object that a change is about; nil for those that only one feed has.
    private func key(of change: Change) -> ObjectKey? {
        switch change {
        case .putImport(let object): ObjectKey(kind: .serviceImports, id: object.id)
        case .removeImport(let id): ObjectKey(kind: .serviceImports, id: id)
        case .putSlice(let slice): ObjectKey(kind: .endpointSlices, id: slice.id)
        case .removeSlice(let id): ObjectKey(kind: .endpointSlices, id: id)
        case .keep(let kind, let id): ObjectKey(kind: kind, id: id)
        case .putNamespace, .removeNamespace, .beginList, .endList, .dropList, .replaceSlices: nil
        }
    }
}

extension Change {
    /// The kind of the object that is there or gone; nil for what is about no single object.
    fileprivate var kind: ObjectKind? {
        switch self {
        case .putImport, .removeImport: .serviceImports
        case .putSlice, .removeSlice: .endpointSlices
        case .putNamespace, .removeNamespace: .namespaces
        case .keep(let kind, _): kind
        default: nil
        }
    }

    fileprivate var isRemoval: Bool {
        switch self {
        case .removeImport, .removeSlice: true
        default: false
        }
    }
}
