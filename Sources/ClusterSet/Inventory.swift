/// Every object that a feed has told of, by namespace: packed, and what a batch of changes touches in full until its end.
/// (Control queue only.)
struct Inventory {
    /// What a batch of changes touched, as it stood before the batch.
    struct Before {
        /// A service whose namespace was named and changed in the batch may stand here twice, first as it was before.
        var services: [(id: ObjectName, service: Service)] = []
        /// Whether the namespace had names.
        var namespaces: [String: Bool] = [:]
    }

    /// A headless import that has to wait for the endpoints of its slices: until then the service stays as it was.
    private struct Waiting {
        var object: ServiceImport
        /// What became of its slices, by name, since they were asked for; nil: gone.
        var news: [String: EndpointSlice?] = [:]
    }

    private var pool = ServicePool()
    private var namespaces: [String: NamespaceContent] = [:]
    /// What the batch under way, or the last one, has changed: services, and the service that each slice belongs to.
    private var changed = ChangedServices()
    private var counts = ObjectCounts()
    /// The namespaces that have names; nil: all.
    private var named: Set<String>?
    private let keepsEndpoints: Bool
    private var listings: [ObjectKind: Listing] = [:]
    private var waiting: [ObjectName: Waiting] = [:]
    private var wanted: [ObjectName] = []
    private var before = Before()
    /// What is to be applied yet, the next of it last.
    private var due: [[Change]] = []
    /// The pieces of a list that has just ended, and is too long to be unpacked at once.
    private var opened: [[Change]] = []

    /// An inventory; with `namesNamespaces` only of those namespaces that it is told of, with `keepsEndpoints` also of endpoints that
    /// have no names.
    init(namesNamespaces: Bool = false, keepsEndpoints: Bool = false) {
        named = namesNamespaces ? [] : nil
        self.keepsEndpoints = keepsEndpoints
    }

    /// What names the service `id` has: it is unknown when nobody has told of it, or when its namespace has no names.
    subscript(id: ObjectName) -> Service {
        isNamed(id.namespace) ? held(id) ?? .unknown : .unknown
    }

    /// Whether the namespace has names: an import, and where it matters, itself.
    func hasNames(in namespace: String) -> Bool {
        guard let content = namespaces[namespace] else { return false }
        return content.importCount > 0 && isNamed(namespace)
    }

    /// The names of the imports in a namespace, in no order.
    func imports(in namespace: String) -> [String] {
        namespaces[namespace]?.names(in: pool) { $0.kind != nil } ?? []
    }

    /// How many imports there are in a namespace.
    func importCount(in namespace: String) -> Int { namespaces[namespace]?.importCount ?? 0 }

    /// How many objects of a kind there are; of namespaces only those that names were asked for.
    func count(of kind: ObjectKind) -> Int {
        switch kind {
        case .serviceImports: counts.imports
        case .endpointSlices: counts.slices
        case .namespaces: named?.count ?? 0
        }
    }

    /// What came and went of the clusters' endpoints since the last time this was asked.
    mutating func takeEndpoints() -> [EndpointDifference] { counts.takeEndpoints() }

    /// The namespaces that have names, in no order.
    var namespacesWithNames: [String] { namespaces.keys.filter(hasNames) }

    /// The services that wait for their slices since the last time this was asked.
    mutating func takeWanted() -> [ObjectName] {
        defer { wanted = [] }
        return wanted.filter { waiting[$0] != nil }
    }

    /// Takes `changes`, which `applyNext` applies.
    mutating func take(_ changes: [Change]) { due = [changes] }

    /// Applies the next of the changes, in their order: all of them, but for a long list of a kind that there was nothing of,
    /// which comes in pieces. Says what it touched, services that end as they were included; nil when everything is applied.
    mutating func applyNext() -> Before? {
        changed = ChangedServices()
        guard let changes = due.popLast() else { return nil }
        before = Before()
        for (index, change) in changes.enumerated() {
            apply(change)
            guard !opened.isEmpty else { continue }
            due.append(Array(changes[(index + 1)...]))
            due += opened.reversed()
            opened = []
            break
        }
        settle()
        defer { before = Before() }
        return before
    }

    private mutating func apply(_ change: Change) {
        switch change {
        case .putImport(let object):
            if note(object.id, of: .serviceImports, holds(object) ? nil : change) { return }
            put(object)
        case .putSlice(let slice):
            if note(slice.id, of: .endpointSlices, holds(slice) ? nil : change) { return }
            put(slice)
        case .putNamespace(let name):
            let isNew = named?.contains(name) == false
            if note(ObjectName(namespace: name), of: .namespaces, isNew ? change : nil) { return }
            setNamed(name, true)
        case .keep(let kind, let id): _ = note(id, of: kind, nil)
        case .removeImport(let id):
            if !noteRemoval(of: id, .serviceImports, change) { removeImport(id) }
        case .removeSlice(let id):
            if !noteRemoval(of: id, .endpointSlices, change) { removeSlice(id) }
        case .removeNamespace(let name):
            if !noteRemoval(of: ObjectName(namespace: name), .namespaces, change) { setNamed(name, false) }
        case .beginList(let kind): listings[kind] = Listing(replacesAnything: hasAny(of: kind))
        case .dropList(let kind): listings[kind] = nil
        case .endList(let kind): endList(kind)
        case .replaceSlices(let id, let slices): replaceSlices(of: id, with: slices)
        }
    }
}

// MARK: Lists

extension Inventory {
    /// Notes what a list under way says of `id`; false when none of that kind is.
    private mutating func note(_ id: ObjectName, of kind: ObjectKind, _ change: Change?) -> Bool {
        guard listings[kind] != nil else { return false }
        listings[kind]?.add(id, change)
        return true
    }

    /// Notes that what a list under way may have named is gone; false when none of that kind is.
    private mutating func noteRemoval(of id: ObjectName, _ kind: ObjectKind, _ change: Change) -> Bool {
        guard listings[kind] != nil else { return false }
        listings[kind]?.remove(id, change)
        return true
    }

    private mutating func endList(_ kind: ObjectKind) {
        guard let listing = listings.removeValue(forKey: kind) else { return }
        guard let listed = listing.names else {
            if listing.pieces.count > 1 { opened = listing.pieces } else { apply(listing) }
            return
        }
        apply(listing)
        switch kind {
        case .serviceImports:
            for id in imports + waiting.keys where !listed.contains(id) { removeImport(id) }
        case .endpointSlices:
            for id in slices where !listed.contains(id) { removeSlice(id) }
        case .namespaces:
            for name in named ?? [] where !listed.contains(ObjectName(namespace: name)) {
                setNamed(name, false)
            }
        }
    }

    private mutating func apply(_ listing: Listing) {
        for piece in listing.pieces {
            for change in piece { apply(change) }
        }
    }

    /// Whether any object of the kind is held.
    private func hasAny(of kind: ObjectKind) -> Bool {
        switch kind {
        case .serviceImports: counts.imports > 0 || !waiting.isEmpty
        case .endpointSlices: counts.slices > 0
        case .namespaces: named?.isEmpty == false
        }
    }

    /// All imports that are in force.
    private var imports: [ObjectName] {
        let kept = ids { $0.names(in: pool) { $0.kind != nil } }
        return kept.filter { changed.services[$0] == nil }
            + changed.services.filter { $0.value.kind != nil }.keys
    }

    /// All slices.
    private var slices: [ObjectName] {
        let kept = ids { $0.sliceNames(in: pool) }
        return kept.filter { changed.slices[$0] == nil } + changed.slices.filter { $0.value != nil }.keys
    }

    private func ids(_ names: (NamespaceContent) -> [String]) -> [ObjectName] {
        namespaces.flatMap { namespace, content in
            names(content).map { ObjectName(namespace: namespace, name: $0) }
        }
    }
}

// MARK: Objects

extension Inventory {
    /// What is known of a service, by the batch under way if that has changed it.
    private func held(_ id: ObjectName) -> Service? { changed.services[id] ?? packed(id) }

    private func packed(_ id: ObjectName) -> Service? {
        namespaces[id.namespace]?.service(id.name, in: pool) { $0.service(in: id.namespace) }
    }

    /// The service that a slice was seen to belong to last.
    private func service(ofSlice id: ObjectName) -> String? {
        changed.slices[id] ?? namespaces[id.namespace]?.service(ofSlice: id.name, in: pool)
    }

    private func isNamed(_ namespace: String) -> Bool { named?.contains(namespace) ?? true }

    private func holds(_ object: ServiceImport) -> Bool {
        let id = object.id
        if let waiting = waiting[id] { return waiting.object == object }
        if let service = changed.services[id] { return service.holds(object) }
        return namespaces[id.namespace]?.service(id.name, in: pool) { $0.holds(object) } ?? false
    }

    private func holds(_ slice: EndpointSlice) -> Bool {
        let id = slice.serviceID
        guard waiting[id] == nil else { return false }
        if let service = changed.services[id] { return service.holds(slice) }
        return namespaces[id.namespace]?.service(id.name, in: pool) { $0.holds(slice) } ?? false
    }

    private mutating func put(_ object: ServiceImport) {
        guard !holds(object) else { return }
        if object.kind == .headless, held(object.id)?.lacksSlices(for: object) == true {
            if waiting[object.id] == nil { wanted.append(object.id) }
            waiting[object.id, default: Waiting(object: object)].object = object
            return
        }
        waiting[object.id] = nil
        change(object.id) { [keepsEndpoints] in $0.set(object, keepingEndpoints: keepsEndpoints) }
    }

    private mutating func removeImport(_ id: ObjectName) {
        waiting[id] = nil
        guard held(id)?.kind != nil else { return }
        change(id) { [keepsEndpoints] in $0.set(nil, keepingEndpoints: keepsEndpoints) }
    }

    private mutating func put(_ slice: EndpointSlice) {
        guard !holds(slice) else { return }
        let former = service(ofSlice: slice.id)
        if let former, former != slice.service { removeSlice(slice.id) }
        touch(slice.serviceID)
        held(slice.serviceID)?.slices.count(named: slice.id.name).map { counts.remove($0) }
        counts.add(SliceCount(slice))
        waiting[slice.serviceID]?.news[slice.id.name] = .some(slice)
        changed.slices[slice.id] = .some(slice.service)
        change(slice.serviceID) { _ = $0.put(slice) }
    }

    private mutating func removeSlice(_ id: ObjectName) {
        guard let name = service(ofSlice: id) else { return }
        changed.slices[id] = .some(nil)
        let service = ObjectName(namespace: id.namespace, name: name)
        waiting[service]?.news[id.name] = .some(nil)
        touch(service)
        held(service)?.slices.count(named: id.name).map { counts.remove($0) }
        change(service) { _ = $0.remove(slice: id.name) }
    }

    /// Takes the slices that `id` waited for, and with them the import that needed them.
    private mutating func replaceSlices(of id: ObjectName, with slices: [EndpointSlice]) {
        guard let arrived = waiting.removeValue(forKey: id) else { return }
        for name in held(id)?.slices.names ?? [] {
            changed.slices[ObjectName(namespace: id.namespace, name: name)] = .some(nil)
        }
        let slices =
            slices.filter { arrived.news[$0.id.name] == nil } + arrived.news.values.compactMap(\.self)
        for slice in slices {
            // A slice of another service, as far as was known: a watch has yet to say otherwise.
            removeSlice(slice.id)
            changed.slices[slice.id] = .some(id.name)
        }
        for slice in held(id)?.slices.counts ?? [] { counts.remove(slice) }
        change(id) { [keepsEndpoints] in
            $0.set(arrived.object, keepingEndpoints: keepsEndpoints)
            $0.set(slices)
        }
        for slice in held(id)?.slices.counts ?? [] { counts.add(slice) }
    }

    private mutating func setNamed(_ namespace: String, _ isNamed: Bool) {
        guard let names = named, names.contains(namespace) != isNamed else { return }
        if before.namespaces[namespace] == nil { before.namespaces[namespace] = hasNames(in: namespace) }
        for name in namespaces[namespace]?.names(in: pool, where: { _ in true }) ?? [] {
            let id = ObjectName(namespace: namespace, name: name)
            // What the batch has changed stands there already.
            if changed.services[id] == nil { before.services.append((id, self[id])) }
        }
        if isNamed { named?.insert(namespace) } else { named?.remove(namespace) }
    }

    /// Has the service `id` ready for a change.
    private mutating func touch(_ id: ObjectName) {
        if before.namespaces[id.namespace] == nil {
            before.namespaces[id.namespace] = hasNames(in: id.namespace)
        }
        if changed.services[id] == nil {
            let former = packed(id) ?? .unknown
            before.services.append((id, isNamed(id.namespace) ? former : .unknown))
            changed.services[id] = former
        }
    }

    /// Changes the service `id` by `body`, which does change it.
    private mutating func change(_ id: ObjectName, _ body: (inout Service) -> Void) {
        touch(id)
        let newImports = changed.change(id, body)
        guard newImports != 0 else { return }
        counts.imports += newImports
        namespaces[id.namespace, default: NamespaceContent()].importCount += newImports
    }

    /// Packs what the batch has changed, and forgets what nobody tells of any more.
    private mutating func settle() {
        for (id, service) in changed.services {
            namespaces[id.namespace, default: NamespaceContent()].set(id.name, to: service, in: &pool)
            guard service.isUnknown, namespaces[id.namespace]?.isEmpty == true else { continue }
            namespaces[id.namespace] = nil
        }
        guard pool.isWasteful else { return }
        var others = ServicePool()
        for namespace in namespaces.keys { namespaces[namespace]?.move(from: pool, to: &others) }
        pool = others
    }
}
