/// Every object that a feed has told of, by namespace. (Control queue only.)
struct Inventory {
    /// What a batch of changes touched, as it stood before the batch.
    struct Before {
        var services: [ObjectName: Service] = [:]
        /// Whether the namespace had an import.
        var namespaces: [String: Bool] = [:]
    }

    private struct Namespace {
        var services: [String: Service] = [:]
        /// How many of the services are imported.
        var importCount = 0
        /// The service that each slice, by name, was seen to belong to last.
        var sliceServices: [String: String] = [:]

        var isEmpty: Bool { services.isEmpty && sliceServices.isEmpty }

        mutating func replace(_ former: Service, with service: Service, at name: String) {
            importCount += (service.kind == nil ? 0 : 1) - (former.kind == nil ? 0 : 1)
            services[name] = service.isUnknown ? nil : service
        }
    }

    private var namespaces: [String: Namespace] = [:]
    private var before = Before()

    /// The service `id`; `Service.unknown` when nobody has told of it.
    subscript(id: ObjectName) -> Service {
        namespaces[id.namespace]?.services[id.name] ?? .unknown
    }

    /// Whether the namespace has an import.
    func hasImports(in namespace: String) -> Bool {
        namespaces[namespace].map { $0.importCount > 0 } ?? false
    }

    /// Applies `changes` in their order, and says what they touched. Services that end as they were may be among it.
    mutating func apply(_ changes: [Change]) -> Before {
        before = Before()
        for change in changes {
            switch change {
            case .putImport(let object): put(object)
            case .removeImport(let id): removeImport(id)
            case .putSlice(let slice): put(slice)
            case .removeSlice(let id): removeSlice(id)
            case .replaceAll(let imports, let slices): replaceAll(imports, slices)
            }
        }
        defer { before = Before() }
        return before
    }

    private mutating func put(_ object: ServiceImport) {
        replace(object.id, with: self[object.id].with(import: object))
    }

    private mutating func removeImport(_ id: ObjectName) {
        replace(id, with: self[id].with(import: nil))
    }

    private mutating func put(_ slice: EndpointSlice) {
        let place = slice.id.namespace
        let service = ObjectName(namespace: place, name: slice.service)
        if let former = namespaces[place]?.sliceServices[slice.id.name], former != slice.service {
            let former = ObjectName(namespace: place, name: former)
            replace(former, with: self[former].without(slice: slice.id.name))
        }
        namespaces[place, default: Namespace()].sliceServices[slice.id.name] = slice.service
        replace(service, with: self[service].with(slice))
    }

    private mutating func removeSlice(_ id: ObjectName) {
        guard let name = namespaces[id.namespace]?.sliceServices.removeValue(forKey: id.name) else { return }
        let service = ObjectName(namespace: id.namespace, name: name)
        replace(service, with: self[service].without(slice: id.name))
    }

    private mutating func replaceAll(_ imports: [ServiceImport], _ slices: [EndpointSlice]) {
        let kept = Set(imports.lazy.map(\.id))
        for id in ids(of: \.services) where !kept.contains(id) { removeImport(id) }
        let keptSlices = Set(slices.lazy.map(\.id))
        for id in ids(of: \.sliceServices) where !keptSlices.contains(id) { removeSlice(id) }
        for object in imports { put(object) }
        for slice in slices { put(slice) }
    }

    private func ids<Value>(of names: KeyPath<Namespace, [String: Value]>) -> [ObjectName] {
        namespaces.flatMap { namespace, content in
            content[keyPath: names].keys.map { ObjectName(namespace: namespace, name: $0) }
        }
    }

    /// Puts `service` in the place of `id`, notes what stood there, and forgets what nobody tells of any more.
    private mutating func replace(_ id: ObjectName, with service: Service) {
        let former = self[id]
        guard service != former else { return }
        if before.services[id] == nil { before.services[id] = former }
        if before.namespaces[id.namespace] == nil {
            before.namespaces[id.namespace] = hasImports(in: id.namespace)
        }
        namespaces[id.namespace, default: Namespace()].replace(former, with: service, at: id.name)
        if namespaces[id.namespace]?.isEmpty == true { namespaces[id.namespace] = nil }
    }
}
