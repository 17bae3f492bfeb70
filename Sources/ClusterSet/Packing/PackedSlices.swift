/// The slices in the octets of a service, one after the other.
struct PackedSlices: ~Escapable {
    /// The service's name.
    let service: Span<UInt8>
    let areCounted: Bool
    let count: Int
    private let octets: Span<UInt8>
    private var position: Int
    private var index = 0

    @_lifetime(copy service)
    init(of service: Span<UInt8>) {
        var reader = OctetReader(service)
        self.service = reader.measured()
        reader.skipImport()
        areCounted = reader.octet() == 1
        count = reader.number()
        octets = service
        position = reader.position
    }

    /// The octets of the next one; nil at the end.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    mutating func next() -> Span<UInt8>? {
        guard index < count else { return nil }
        index += 1
        var reader = OctetReader(octets.extracting(position...))
        let slice = reader.measured()
        position += reader.position
        return slice
    }
}
