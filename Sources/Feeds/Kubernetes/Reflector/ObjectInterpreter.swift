import ClusterSet

/// What objects of a kind change by being listed, by coming or changing, and by going.
struct ObjectInterpreter {
    let kind: ObjectKind
    /// Objects of other namespaces are ignored; nil: none are.
    let namespaces: Set<String>?

    /// What an object in a list says. What is none of ours is not named.
    func listed(_ object: WatchedObject) -> Change? { change(object, otherwise: nil) }

    /// What an object that came or changed says. What is none of ours may have been before.
    func watched(_ object: WatchedObject) -> Change? { change(object, otherwise: removal(of: object.id)) }

    func deleted(_ object: WatchedObject) -> Change? { admits(object) ? removal(of: object.id) : nil }

    private func change(_ object: WatchedObject, otherwise: Change?) -> Change? {
        guard admits(object) else { return nil }
        switch object.content {
        case .serviceImport(let new): return .putImport(new)
        case .endpointSlice(let new): return .putSlice(new)
        case .namespace: return .putNamespace(object.id.name)
        case .foreign: return otherwise
        case .refused: return .keep(kind, object.id)
        }
    }

    private func removal(of id: ObjectName) -> Change {
        switch kind {
        case .serviceImports: .removeImport(id)
        case .endpointSlices: .removeSlice(id)
        case .namespaces: .removeNamespace(id.name)
        }
    }

    /// Whether the object counts.
    func admits(_ object: WatchedObject) -> Bool {
        namespaces?.contains(object.id.namespace) ?? true
    }
}
