/// Every object that a feed has told of, by namespace. (Control queue only.)
struct Inventory {
    /// What a batch of changes touched, as it stood before the batch.
    struct Before {
        /// A service that went and came again in the batch stands here twice, first as it was before.
        var services: [(id: ObjectName, service: Service)] = []
        /// Whether the namespace had names.
        var namespaces: [String: Bool] = [:]
    }

    private struct Namespace {
        var services: [String: Service] = [:]
        /// How many of the services are imported.
        var importCount = 0
        /// The service that each slice, by name, was seen to belong to last.
        var sliceServices: [String: String] = [:]

        var isEmpty: Bool { services.isEmpty && sliceServices.isEmpty }

        /// Changes the service `name` by `body`, which does change it; returns what stood there if `batch` had not changed it yet,
        /// and how many more imports there are.
        mutating func change(
            _ name: String, in batch: UInt64, _ body: (Service) -> Void
        ) -> (former: Service?, newImports: Int) {
            let former = services[name]
            // A copy made within the batch is nobody else's; what stood there before it stays as it was.
            let isFirst = former?.batch != batch
            let service = isFirst ? former?.copy() ?? .unknown : former ?? .unknown
            service.batch = batch
            let wasImported = service.kind != nil
            body(service)
            let newImports = (service.kind != nil ? 1 : 0) - (wasImported ? 1 : 0)
            importCount += newImports
            services[name] = service.isUnknown ? nil : service
            return (isFirst ? former ?? .unknown : nil, newImports)
        }
    }

    /// A headless import that has to wait for the endpoints of its slices: until then the service stays as it was.
    private struct Waiting {
        var object: ServiceImport
        /// What became of its slices, by name, since they were asked for; nil: gone.
        var news: [String: EndpointSlice?] = [:]
    }

    private var namespaces: [String: Namespace] = [:]
    private var counts = ObjectCounts()
    /// The namespaces that have names; nil: all.
    private var named: Set<String>?
    private let keepsEndpoints: Bool
    private var listings: [ObjectKind: Listing] = [:]
    private var waiting: [ObjectName: Waiting] = [:]
    private var wanted: [ObjectName] = []
    private var before = Before()
    /// The number of the batch under way.
    private var batch: UInt64 = 0

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
        namespaces[namespace]?.services.filter { $0.value.kind != nil }.map(\.key) ?? []
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

    /// Applies `changes` in their order, and says what they touched. Services that end as they were may be among it.
    mutating func apply(_ changes: [Change]) -> Before {
        batch += 1
        before = Before()
        for change in changes { apply(change) }
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
        for change in listing.changes { apply(change) }
        guard let listed = listing.names else { return }
        switch kind {
        case .serviceImports:
            let imported = ids { $0.services.lazy.filter { $0.value.kind != nil }.map(\.key) }
            for id in imported + waiting.keys where !listed.contains(id) { removeImport(id) }
        case .endpointSlices:
            for id in ids({ $0.sliceServices.keys }) where !listed.contains(id) { removeSlice(id) }
        case .namespaces:
            for name in named ?? [] where !listed.contains(ObjectName(namespace: name)) {
                setNamed(name, false)
            }
        }
    }

    /// Whether any object of the kind is held.
    private func hasAny(of kind: ObjectKind) -> Bool {
        switch kind {
        case .serviceImports: namespaces.values.contains { $0.importCount > 0 } || !waiting.isEmpty
        case .endpointSlices: namespaces.values.contains { !$0.sliceServices.isEmpty }
        case .namespaces: named?.isEmpty == false
        }
    }

    private func ids(_ names: (Namespace) -> some Sequence<String>) -> [ObjectName] {
        namespaces.flatMap { namespace, content in
            names(content).map { ObjectName(namespace: namespace, name: $0) }
        }
    }
}

// MARK: Objects

extension Inventory {
    private func held(_ id: ObjectName) -> Service? { namespaces[id.namespace]?.services[id.name] }

    private func isNamed(_ namespace: String) -> Bool { named?.contains(namespace) ?? true }

    private func holds(_ object: ServiceImport) -> Bool {
        if let waiting = waiting[object.id] { return waiting.object == object }
        return held(object.id)?.holds(object) ?? false
    }

    private func holds(_ slice: EndpointSlice) -> Bool {
        guard let content = namespaces[slice.id.namespace],
            content.sliceServices[slice.id.name] == slice.service
        else { return false }
        return waiting[slice.serviceID] == nil && content.services[slice.service]?.holds(slice) == true
    }

    private mutating func put(_ object: ServiceImport) {
        guard !holds(object) else { return }
        if held(object.id)?.lacksSlices(for: object) == true {
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
        let former = namespaces[slice.id.namespace]?.sliceServices[slice.id.name]
        if let former, former != slice.service { removeSlice(slice.id) }
        held(slice.serviceID)?.slices.count(named: slice.id.name).map { counts.remove($0) }
        counts.add(SliceCount(slice))
        waiting[slice.serviceID]?.news[slice.id.name] = .some(slice)
        namespaces[slice.id.namespace, default: Namespace()].sliceServices[slice.id.name] = slice.service
        change(slice.serviceID) { _ = $0.put(slice) }
    }

    private mutating func removeSlice(_ id: ObjectName) {
        guard let name = namespaces[id.namespace]?.sliceServices.removeValue(forKey: id.name) else { return }
        let service = ObjectName(namespace: id.namespace, name: name)
        waiting[service]?.news[id.name] = .some(nil)
        held(service)?.slices.count(named: id.name).map { counts.remove($0) }
        change(service) { _ = $0.remove(slice: id.name) }
    }

    /// Takes the slices that `id` waited for, and with them the import that needed them.
    private mutating func replaceSlices(of id: ObjectName, with slices: [EndpointSlice]) {
        guard let arrived = waiting.removeValue(forKey: id) else { return }
        let former = namespaces[id.namespace]?.sliceServices.filter { $0.value == id.name } ?? [:]
        for name in former.keys { namespaces[id.namespace]?.sliceServices[name] = nil }
        let slices =
            slices.filter { arrived.news[$0.id.name] == nil } + arrived.news.values.compactMap(\.self)
        for slice in slices {
            // A slice of another service, as far as was known: a watch has yet to say otherwise.
            removeSlice(slice.id)
            namespaces[id.namespace]?.sliceServices[slice.id.name] = id.name
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
        for name in namespaces[namespace]?.services.keys.map(\.self) ?? [] {
            let id = ObjectName(namespace: namespace, name: name)
            before.services.append((id, self[id]))
        }
        if isNamed { named?.insert(namespace) } else { named?.remove(namespace) }
    }

    /// Changes the service `id` by `body`, which does change it, and forgets what nobody tells of any more.
    private mutating func change(_ id: ObjectName, _ body: (Service) -> Void) {
        let isNamed = isNamed(id.namespace)
        if before.namespaces[id.namespace] == nil {
            before.namespaces[id.namespace] = hasNames(in: id.namespace)
        }
        let (former, newImports) = namespaces[id.namespace, default: Namespace()]
            .change(id.name, in: batch, body)
        counts.imports += newImports
        if let former { before.services.append((id, isNamed ? former : .unknown)) }
        if namespaces[id.namespace]?.isEmpty == true { namespaces[id.namespace] = nil }
    }
}
