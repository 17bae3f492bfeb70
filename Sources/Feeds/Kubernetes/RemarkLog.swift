import ClusterSet

/// What is to be said of objects that are wrong: of each once, at most one line a second and kind of objects.
struct RemarkLog {
    struct Line {
        let text: String
        /// The names of the objects, or of the first of them.
        let objects: String
    }

    private struct Rest {
        var saidAt: UInt64
        var count = 0
        /// The first few.
        var names: [String] = []
    }

    /// How many remarks are remembered.
    private static let capacity = 1000
    /// How many objects one line names.
    private static let mostNames = 10
    private static let pause: UInt64 = 1_000_000_000

    private var known: Set<String> = []
    /// What has not been said yet of each kind.
    private var rests: [ObjectKind: Rest] = [:]

    /// What to say of an object now; nil: nothing, for it is known, or it has to wait.
    mutating func take(_ remark: String, on id: ObjectName, of kind: ObjectKind, now: UInt64) -> Line? {
        if known.count >= Self.capacity { known = [] }
        guard known.insert(remark).inserted else { return nil }
        let name = id.namespace.isEmpty ? id.name : "\(id.namespace)/\(id.name)"
        guard let rest = rests[kind], rest.count > 0 || now &- rest.saidAt < Self.pause else {
            rests[kind] = Rest(saidAt: now)
            return Line(text: remark, objects: name)
        }
        rests[kind]?.count += 1
        if rest.names.count < Self.mostNames { rests[kind]?.names.append(name) }
        return nil
    }

    /// What has waited long enough.
    mutating func takeRest(of kind: ObjectKind, now: UInt64) -> Line? {
        guard let rest = rests[kind], rest.count > 0, now &- rest.saidAt >= Self.pause else { return nil }
        rests[kind] = Rest(saidAt: now)
        return Line(
            text: "\(rest.count) more \(kind.plural) cannot be used as they are",
            objects: rest.names.joined(separator: " "))
    }
}
