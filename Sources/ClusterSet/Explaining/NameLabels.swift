import DNSWire

/// Where the labels of a QNAME begin that stand next to its zone: what tells a service, its namespace, and what lies below.
struct NameLabels: ~Escapable {
    /// How many labels next to the zone are looked at, a power of two: service, namespace, `svc`, and some below a service.
    private static let kept = 8

    private let name: Span<UInt8>
    private let zoneLength: Int
    /// How many labels there are left of the zone.
    private(set) var count = 0
    /// Where the last of them begin, the newest over the oldest.
    private var starts = InlineArray<8, Int>(repeating: 0)

    /// `name` is in wire form; its last `zoneLength` octets are the zone's.
    @_lifetime(copy name)
    init(_ name: Span<UInt8>, zoneLength: Int) {
        self.name = name
        self.zoneLength = zoneLength
        var offset = 0
        while offset < name.count - zoneLength {
            starts[count & (Self.kept - 1)] = offset
            count += 1
            offset += 1 + Int(name[offset])
        }
    }

    /// The zone's name.
    var zone: Span<UInt8> {
        @_lifetime(copy self)
        get { name.extracting(name.count - zoneLength..<name.count) }
    }

    /// The label that has `index` labels between itself and the zone, without its length; nil when there is none, or too far.
    subscript(index: Int) -> Span<UInt8>? {
        @_lifetime(copy self)
        get {
            guard let start = start(index) else { return nil }
            return name.extracting(start + 1..<start + 1 + Int(name[start]))
        }
    }

    /// The name that begins with label `index`, the zone's included; nil as above.
    @_lifetime(copy self)
    func suffix(from index: Int) -> Span<UInt8>? {
        guard let start = start(index) else { return nil }
        return name.extracting(start..<name.count)
    }

    /// The labels left of label `index`, without a root; empty when there are none.
    @_lifetime(copy self)
    func prefix(upTo index: Int) -> Span<UInt8> {
        guard let start = start(index) else { return name.extracting(0..<0) }
        return name.extracting(0..<start)
    }

    @inline(__always)
    private func start(_ index: Int) -> Int? {
        guard index < count, index < Self.kept else { return nil }
        return starts[(count - 1 - index) & (Self.kept - 1)]
    }
}
