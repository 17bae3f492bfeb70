import DNSWire

/// What is known of one service: its import, and the slices that belong to it, whichever came first.
///
/// It never changes: a change makes another one, so that what stood before a batch of changes is at hand by keeping it.
final class Service: Sendable {
    /// A service that nobody has told of.
    static let unknown = Service(kind: nil, addresses: [], ports: [], hidesWhenEmpty: true, slices: [])

    let addresses: Few<IPAddress>
    /// The import's type; nil while there is no import, and so no name.
    let kind: ServiceImport.Kind?
    /// Whether a lack of ready endpoints says that the service is empty.
    let hidesWhenEmpty: Bool
    let ports: Few<ServicePort>
    /// The slices, by name.
    ///
    /// Those of a ClusterSetIP import are kept as they came, for it may become a headless one. A feed that can deliver them
    /// again when it does may leave their addresses out until then: one ready endpoint without any says all that counts.
    let slices: [EndpointSlice]

    private init(
        kind: ServiceImport.Kind?, addresses: Few<IPAddress>, ports: Few<ServicePort>, hidesWhenEmpty: Bool,
        slices: [EndpointSlice]
    ) {
        self.kind = kind
        self.addresses = addresses
        self.ports = ports
        self.hidesWhenEmpty = hidesWhenEmpty
        self.slices = slices
    }

    var isUnknown: Bool { kind == nil && slices.isEmpty }

    /// Whether any endpoint is ready.
    var hasReadyEndpoints: Bool {
        slices.contains { $0.endpoints.contains(where: \.isReady) }
    }

    /// The service with `object` as its import, or with none.
    func with(import object: ServiceImport?) -> Service {
        Service(
            kind: object?.kind, addresses: object?.addresses ?? [], ports: object?.ports ?? [],
            hidesWhenEmpty: object?.hasSlices ?? true, slices: slices)
    }

    /// The service with `slice` in place of the slice of that name, or in addition to the others.
    func with(_ slice: EndpointSlice) -> Service {
        var slices = slices
        let place = slices.partitioningIndex { $0.id.name >= slice.id.name }
        if place < slices.endIndex, slices[place].id.name == slice.id.name {
            slices[place] = slice
        } else {
            slices.insert(slice, at: place)
        }
        return with(slices)
    }

    /// The service without the slice of that name.
    func without(slice name: String) -> Service {
        with(slices.filter { $0.id.name != name })
    }

    private func with(_ slices: [EndpointSlice]) -> Service {
        Service(
            kind: kind, addresses: addresses, ports: ports, hidesWhenEmpty: hidesWhenEmpty, slices: slices)
    }
}

extension Service: Equatable {
    static func == (left: Service, right: Service) -> Bool {
        left === right
            || left.kind == right.kind && left.addresses == right.addresses && left.ports == right.ports
                && left.hidesWhenEmpty == right.hidesWhenEmpty && left.slices == right.slices
    }
}

extension Array {
    /// The first index whose element satisfies `predicate`, which holds for all elements from some place on.
    fileprivate func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
