/// A service in as few octets as it takes: its name, its import, its slices one behind the other.
///
/// What is equal has equal octets: whether an object says anything new is seen without reading what is held. The octets are
/// the writer's own (`octets(of:named:)`), so reading them cannot fail.
struct PackedService: ~Escapable {
    private let octets: Span<UInt8>

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) { self.octets = octets }

    /// The octets of `service`.
    static func octets(of service: Service, named name: String) -> [UInt8] {
        var writer = OctetWriter()
        writer.append(name)
        writer.append(
            kind: service.kind, hidesWhenEmpty: service.hidesWhenEmpty, service.addresses, service.ports)
        switch service.slices {
        case .whole(let slices):
            writer.append(UInt8(0))
            writer.append(slices.count)
            for slice in slices { writer.appendMeasured { $0.append(slice, of: name) } }
        case .counted(let counts):
            writer.append(UInt8(1))
            writer.append(counts.count)
            for count in counts { writer.appendMeasured { $0.append(count, of: name) } }
        }
        return writer.octets
    }

    /// All of its octets.
    var copy: [UInt8] {
        [UInt8](capacity: octets.count) { copy in
            for index in octets.indices { copy.append(octets[index]) }
        }
    }

    /// The service's name.
    var name: String {
        var reader = OctetReader(octets)
        return reader.text()
    }

    func isNamed(_ text: Span<UInt8>) -> Bool {
        var reader = OctetReader(octets)
        return reader.measured().isEqual(to: text)
    }

    /// The import's type; nil when there is none.
    var kind: ServiceImport.Kind? {
        var reader = OctetReader(octets)
        _ = reader.measured()
        return ServiceFlags(rawValue: reader.octet()).kind
    }

    /// Whether `object` says nothing new.
    func holds(_ object: ServiceImport) -> Bool {
        var reader = OctetReader(octets)
        _ = reader.measured()
        let start = reader.position
        reader.skipImport()
        var writer = OctetWriter()
        writer.append(
            kind: object.kind, hidesWhenEmpty: object.hasSlices, object.addresses, object.ports)
        return writer.octets.span.isEqual(to: octets.extracting(start..<reader.position))
    }

    /// Whether `slice` says nothing new.
    func holds(_ slice: EndpointSlice) -> Bool {
        var slices = self.slices
        var writer = OctetWriter()
        if slices.areCounted {
            writer.append(SliceCount(slice), of: slice.service)
        } else {
            writer.append(slice, of: slice.service)
        }
        while let held = slices.next() {
            if held.isEqual(to: writer.octets.span) { return true }
        }
        return false
    }

    /// Whether a slice of that name belongs to the service.
    func hasSlice(named text: Span<UInt8>) -> Bool {
        var slices = self.slices
        while let slice = slices.next() {
            var reader = OctetReader(slice)
            if reader.isText(text, after: slices.service) { return true }
        }
        return false
    }

    /// The names of its slices, in their order.
    var sliceNames: [String] {
        var slices = self.slices
        var names: [String] = []
        while let slice = slices.next() {
            var reader = OctetReader(slice)
            names.append(reader.text(after: slices.service))
        }
        return names
    }

    /// The service, which is in `namespace`.
    func service(in namespace: String) -> Service {
        var reader = OctetReader(octets)
        let id = ObjectName(namespace: namespace, name: reader.text())
        let flags = ServiceFlags(rawValue: reader.octet())
        let addresses = reader.addresses()
        let ports = reader.ports()
        var slices = self.slices
        let held: Slices
        if slices.areCounted {
            var counts: [SliceCount] = []
            counts.reserveCapacity(slices.count)
            while let slice = slices.next() { counts.append(SliceCount(octets: slice, of: id.name)) }
            held = .counted(counts)
        } else {
            var whole: [EndpointSlice] = []
            whole.reserveCapacity(slices.count)
            while let slice = slices.next() { whole.append(EndpointSlice(octets: slice, of: id)) }
            held = .whole(whole)
        }
        return Service(
            kind: flags.kind, addresses: addresses, ports: ports, hidesWhenEmpty: flags.hidesWhenEmpty,
            slices: held)
    }

    private var slices: PackedSlices {
        @_lifetime(copy self)
        get { PackedSlices(of: octets) }
    }
}
