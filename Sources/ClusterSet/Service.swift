import DNSWire

/// What is known of one service: its import, and the slices that belong to it, whichever came first.
///
/// An inventory keeps it packed (`PackedService`), and has it in this form while a batch of changes is under way.
struct Service: Equatable, Sendable {
    /// A service that nobody has told of.
    static let unknown = Service()

    /// The import's type; nil while there is no import, and so no name.
    private(set) var kind: ServiceImport.Kind?
    private(set) var addresses: Few<IPAddress> = []
    private(set) var ports: Few<ServicePort> = []
    /// Whether a lack of ready endpoints says that the service is empty.
    private(set) var hidesWhenEmpty = true
    private(set) var slices = Slices.none

    init(
        kind: ServiceImport.Kind? = nil, addresses: Few<IPAddress> = [], ports: Few<ServicePort> = [],
        hidesWhenEmpty: Bool = true, slices: Slices = .none
    ) {
        self.kind = kind
        self.addresses = addresses
        self.ports = ports
        self.hidesWhenEmpty = hidesWhenEmpty
        self.slices = slices
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
    mutating func set(_ object: ServiceImport?, keepingEndpoints keepsEndpoints: Bool = false) {
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
    mutating func set(_ all: [EndpointSlice]) {
        slices = .none
        for slice in all { _ = slices.put(slice) }
        if kind == .clusterSetIP { slices.count() }
    }

    /// Takes `slice` in place of the one of that name; returns whether that changes anything.
    mutating func put(_ slice: EndpointSlice) -> Bool { slices.put(slice) }

    /// Forgets the slice of that name; returns whether there was one.
    mutating func remove(slice name: String) -> Bool { slices.remove(name) }
}
