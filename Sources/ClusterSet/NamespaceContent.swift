/// The services of one namespace as an inventory keeps them: where they are in the pool.
struct NamespaceContent {
    private var services = PlaceIndex()
    /// By the names of the slices: the service that each belongs to.
    private var slices = PlaceIndex()
    /// How many of the services are imported, those included that a batch is changing.
    var importCount = 0

    /// Whether nothing is known of any service, and no import is on its way.
    var isEmpty: Bool { services.count == 0 && importCount == 0 }

    /// What `body` makes of the service `name`; nil when there is none.
    func service<Result>(
        _ name: String, in pool: ServicePool, _ body: (borrowing PackedService) -> Result
    ) -> Result? {
        place(of: name, in: pool).map { pool.read($0, body) }
    }

    /// The service that a slice belongs to.
    func service(ofSlice name: String, in pool: ServicePool) -> String? {
        let place = slices.first(at: PlaceIndex.hash(name)) { place in
            pool.read(place) { $0.hasSlice(named: name.utf8Span.span) }
        }
        return place.map { pool.read($0) { $0.name } }
    }

    /// The names of all services, in no order, as far as `isRight` of them holds.
    func names(in pool: ServicePool, where isRight: (borrowing PackedService) -> Bool) -> [String] {
        services.places.compactMap { place in
            pool.read(place) { isRight($0) ? $0.name : nil }
        }
    }

    /// The names of all slices, in no order.
    func sliceNames(in pool: ServicePool) -> [String] {
        services.places.flatMap { place in pool.read(place) { $0.sliceNames } }
    }

    /// Keeps `service`, in place of what was known of it.
    mutating func set(_ name: String, to service: Service, in pool: inout ServicePool) {
        let former = place(of: name, in: pool)
        let formerSlices = former.map { pool.read($0) { $0.sliceNames } } ?? []
        guard !service.isUnknown else {
            guard let former else { return }
            forget(former, name, formerSlices)
            pool.remove(former)
            return
        }
        let octets = PackedService.octets(of: service, named: name)
        let slices = service.slices.names
        if let former {
            if formerSlices == slices, pool.replace(former, with: octets) { return }
            forget(former, name, formerSlices)
            pool.remove(former)
        }
        keep(pool.insert(octets), name, slices)
    }

    /// Moves everything into another pool.
    mutating func move(from pool: ServicePool, to others: inout ServicePool) {
        let places = services.places
        services = PlaceIndex()
        slices = PlaceIndex()
        for place in places {
            let (name, sliceNames, octets) = pool.read(place) { ($0.name, $0.sliceNames, $0.copy) }
            keep(others.insert(octets), name, sliceNames)
        }
    }

    private func place(of name: String, in pool: ServicePool) -> UInt32? {
        services.first(at: PlaceIndex.hash(name)) { place in
            pool.read(place) { $0.isNamed(name.utf8Span.span) }
        }
    }

    private mutating func keep(_ place: UInt32, _ name: String, _ sliceNames: [String]) {
        services.insert(place, at: PlaceIndex.hash(name))
        for slice in sliceNames { slices.insert(place, at: PlaceIndex.hash(slice)) }
    }

    private mutating func forget(_ place: UInt32, _ name: String, _ sliceNames: [String]) {
        services.remove(place, at: PlaceIndex.hash(name))
        for slice in sliceNames { slices.remove(place, at: PlaceIndex.hash(slice)) }
    }
}
