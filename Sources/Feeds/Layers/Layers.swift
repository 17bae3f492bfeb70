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
    /// What the upper feed's lists under way have named so far.
    private var listed: [ObjectKind: Set<ObjectName>] = [:]
    private var lower: [ObjectKey: Change] = [:]
    /// What the lower feed said while a list of the upper one was under way.
    private var delayed: [Change] = []

    mutating func takeConflicts() -> [(kind: ObjectKind, id: ObjectName)] {
        defer { conflicts = [] }
        return conflicts
    }

    /// What changes by what the upper feed says.
    mutating func upper(_ changes: [Change]) -> [Change] { changes.flatMap { upper($0) } }

    /// What changes by what the lower feed says.
    mutating func lower(_ changes: [Change]) -> [Change] { changes.flatMap { lower($0) } }

    /// The slices of `service` that only the lower feed has.
    private func lowerSlices(of service: ObjectName) -> [EndpointSlice] {
        lower.compactMap { key, change in
            guard case .putSlice(let slice) = change, slice.id.namespace == service.namespace,
                slice.service == service.name, !upper.contains(key)
            else { return nil }
            return slice
        }
    }

    private mutating func upper(_ change: Change) -> [Change] {
        switch change {
        case .beginList(let kind): listed[kind] = []
        case .dropList(let kind):
            listed[kind] = nil
            return [change] + flushed()
        case .endList(let kind): return end(kind)
        case .replaceSlices(let service, let slices):
            return [.replaceSlices(of: service, slices + lowerSlices(of: service))]
        default:
            guard let (key, isThere) = subject(of: change) else { return [change] }
            if isThere {
                if lower[key] != nil, !upper.contains(key) { conflicts.append((key.kind, key.id)) }
                if listed[key.kind]?.insert(key.id) == nil { upper.insert(key) }
            } else {
                upper.remove(key)
                if let below = lower[key] { return [below] }
            }
        }
        return [change]
    }

    /// The end of a list: below what it names, the lower feed's objects show.
    private mutating func end(_ kind: ObjectKind) -> [Change] {
        let names = listed.removeValue(forKey: kind) ?? []
        upper = upper.filter { $0.kind != kind }.union(names.map { ObjectKey(kind: kind, id: $0) })
        let below = lower.filter { $0.key.kind == kind && !upper.contains($0.key) }
        return below.values + [.endList(kind)] + flushed()
    }

    private mutating func lower(_ change: Change) -> [Change] {
        guard listed.isEmpty else {
            delayed.append(change)
            return []
        }
        guard let (key, isThere) = subject(of: change) else { return [] }
        let isNew = lower.updateValue(change, forKey: key) == nil
        if !isThere { lower[key] = nil }
        guard upper.contains(key) else { return [change] }
        if isThere, isNew { conflicts.append((key.kind, key.id)) }
        return []
    }

    /// What the lower feed said during a list, once none is under way.
    private mutating func flushed() -> [Change] {
        guard listed.isEmpty else { return [] }
        defer { delayed = [] }
        let changes = delayed
        return lower(changes)
    }

    /// The object that a change is about, and whether it says that the object is there.
    private func subject(of change: Change) -> (ObjectKey, isThere: Bool)? {
        switch change {
        case .putImport(let object): (ObjectKey(kind: .serviceImports, id: object.id), true)
        case .removeImport(let id): (ObjectKey(kind: .serviceImports, id: id), false)
        case .putSlice(let slice): (ObjectKey(kind: .endpointSlices, id: slice.id), true)
        case .removeSlice(let id): (ObjectKey(kind: .endpointSlices, id: id), false)
        case .keep(let kind, let id): (ObjectKey(kind: kind, id: id), true)
        case .putNamespace, .removeNamespace, .beginList, .endList, .dropList, .replaceSlices: nil
        }
    }
}
