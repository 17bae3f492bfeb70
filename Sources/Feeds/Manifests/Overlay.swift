import ClusterSet

/// The objects of one kind in all files. When several files hold an object, the first file in order shows its own.
struct Overlay<Object: Equatable> {
    private struct Held {
        var file: FileKey
        var object: Object
    }

    /// An object that a file holds in vain, because another comes before it.
    struct Conflict {
        var id: ObjectName
        var hidden: FileKey
        var shown: FileKey
    }

    private var shown: [ObjectName: Held] = [:]
    /// What later files hold of the same names, in order.
    private var hidden: [ObjectName: [Held]] = [:]
    private var names: [FileKey: [ObjectName]] = [:]
    /// What was shown when changes were last taken, of the names touched since; nil until everything was taken once.
    private var before: [ObjectName: Object?]?

    /// Makes `objects` all that `file` holds; returns what it now holds in vain, or makes others hold in vain.
    mutating func replace(_ file: FileKey, with objects: [ObjectName: Object]) -> [Conflict] {
        for id in names[file] ?? [] where objects[id] == nil { remove(id, of: file) }
        names[file] = objects.isEmpty ? nil : Array(objects.keys)
        return objects.compactMap { id, object in put(id, Held(file: file, object: object)) }
    }

    /// What `file` holds under `id`, shown or not.
    func object(_ id: ObjectName, of file: FileKey) -> Object? {
        guard let first = shown[id], first.file != file else { return shown[id]?.object }
        return hidden[id]?.first { $0.file == file }?.object
    }

    /// The files that hold anything.
    var files: [FileKey] { Array(names.keys) }

    func count(of file: FileKey) -> Int { names[file]?.count ?? 0 }

    /// Everything that is shown.
    var all: [Object] { shown.values.map(\.object) }

    /// Everything that is shown; changes count from here.
    mutating func takeAll() -> [Object] {
        before = [:]
        return all
    }

    /// Each name that shows something else than last time, and what; nil when it shows nothing.
    mutating func takeChanges() -> [(id: ObjectName, object: Object?)] {
        defer { before = [:] }
        return (before ?? [:]).compactMap { id, before in
            let now = shown[id]?.object
            return now == before ? nil : (id, now)
        }
    }

    private mutating func put(_ id: ObjectName, _ new: Held) -> Conflict? {
        guard let first = shown[id] else {
            show(id, new)
            return nil
        }
        if first.file == new.file {
            if first.object != new.object { show(id, new) }
            return nil
        }
        if new.file < first.file {
            show(id, new)
            hidden[id, default: []].insert(first, at: 0)
            return Conflict(id: id, hidden: first.file, shown: new.file)
        }
        var others = hidden[id, default: []]
        let index = others.firstIndex { $0.file >= new.file } ?? others.endIndex
        defer { hidden[id] = others }
        if index < others.endIndex, others[index].file == new.file {
            others[index] = new
            return nil
        }
        others.insert(new, at: index)
        return Conflict(id: id, hidden: new.file, shown: first.file)
    }

    private mutating func remove(_ id: ObjectName, of file: FileKey) {
        var others = hidden[id, default: []]
        if shown[id]?.file == file {
            show(id, others.isEmpty ? nil : others.removeFirst())
        } else {
            others.removeAll { $0.file == file }
        }
        hidden[id] = others.isEmpty ? nil : others
    }

    private mutating func show(_ id: ObjectName, _ new: Held?) {
        let old = shown.updateValue(new, forKey: id)
        if before?.keys.contains(id) == false { before?.updateValue(old?.object, forKey: id) }
    }
}

extension Dictionary {
    /// Sets or removes the value of a key; returns the one it had.
    fileprivate mutating func updateValue(_ value: Value?, forKey key: Key) -> Value? {
        guard let value else { return removeValue(forKey: key) }
        return updateValue(value, forKey: key)
    }
}
