import DNSWire

/// What is known of one service: its import, and the slices that belong to it, whichever came first. (Control queue only.)
final class Service {
    /// A service that nobody has told of.
    static var unknown: Service { Service() }

    private(set) var addresses: Few<IPAddress> = []
    /// The import's type; nil while there is no import, and so no name.
    private(set) var kind: ServiceImport.Kind?
    /// Whether a lack of ready endpoints says that the service is empty.
    private(set) var hidesWhenEmpty = true
    private(set) var ports: Few<ServicePort> = []
    private(set) var slices = Slices.none
    /// The batch of changes that it was made or changed in.
    var batch: UInt64 = 0

    private init() {}

    /// Another service of the same content, to be changed while this one stays.
    func copy() -> Service {
        let copy = Service()
        copy.addresses = addresses
        copy.kind = kind
        copy.hidesWhenEmpty = hidesWhenEmpty
        copy.ports = ports
        copy.slices = slices
        return copy
    }

    var isUnknown: Bool { kind == nil && slices.isEmpty }

    /// Whether `object` says nothing new.
    func holds(_ object: ServiceImport) -> Bool {
        kind == object.kind && addresses == object.addresses && ports == object.ports
            && hidesWhenEmpty == object.hasSlices
    }

    /// Whether `slice` says nothing new.
    func holds(_ slice: EndpointSlice) -> Bool { slices.holds(slice) }

    /// Whether `object` needs the endpoints of slices that were only counted.
    func lacksSlices(for object: ServiceImport) -> Bool {
        guard object.kind == .headless, case .counted(let counts) = slices else { return false }
        return !counts.isEmpty
    }

    /// Takes `object` for its import, or none. Slices that have no names are only counted, unless all are to be kept.
    func set(_ object: ServiceImport?, keepingEndpoints keepsEndpoints: Bool = false) {
        kind = object?.kind
        addresses = object?.addresses ?? []
        ports = object?.ports ?? []
        hidesWhenEmpty = object?.hasSlices ?? true
        if kind == .clusterSetIP, !keepsEndpoints {
            slices.count()
        } else if slices.isEmpty {
            slices = .none
        }
    }

    /// Takes `all` for its slices.
    func set(_ all: [EndpointSlice]) {
        slices = .none
        for slice in all { _ = slices.put(slice) }
        if kind == .clusterSetIP { slices.count() }
    }

    /// Takes `slice` in place of the one of that name; returns whether that changes anything.
    func put(_ slice: EndpointSlice) -> Bool { slices.put(slice) }

    /// Forgets the slice of that name; returns whether there was one.
    func remove(slice name: String) -> Bool { slices.remove(name) }
}

extension Service: Equatable {
    static func == (left: Service, right: Service) -> Bool {
        left === right
            || left.kind == right.kind && left.addresses == right.addresses && left.ports == right.ports
                && left.hidesWhenEmpty == right.hidesWhenEmpty && left.slices == right.slices
    }
}
