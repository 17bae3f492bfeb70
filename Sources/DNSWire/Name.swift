/// A domain name in uncompressed wire form, its letters in the case they came in.
///
/// Equality, hashing and order ignore the case of ASCII letters (RFC 4343 §3).
public struct Name: Sendable {
    /// Length-prefixed labels and the root's zero octet: 1 to 255 octets (RFC 1035 §3.1).
    public let wire: [UInt8]

    /// The root of the name space.
    public static let root = Name(unchecked: [0])

    /// The most octets that a name has (RFC 1035 §2.3.4).
    public static let maximumLength = 255

    /// The most octets that a label has (RFC 1035 §2.3.4).
    public static let maximumLabelLength = 63

    /// A name from octets that are known to be well formed.
    init(unchecked wire: [UInt8]) {
        self.wire = wire
    }

    /// A name from uncompressed wire form: exactly its octets, no pointers.
    public init(wire: Span<UInt8>) throws(FormatError) {
        let end = try Name.endOfUncompressed(wire)
        guard end == wire.count else { throw .trailingOctets(offset: end) }
        self.init(unchecked: Array(copying: wire))
    }

    /// A name from uncompressed wire form: exactly its octets, no pointers.
    public init(wire: [UInt8]) throws(FormatError) {
        let end = try Name.endOfUncompressed(wire.span)
        guard end == wire.count else { throw .trailingOctets(offset: end) }
        self.init(unchecked: wire)
    }

    /// Where the uncompressed name at the beginning of `wire` ends.
    private static func endOfUncompressed(_ wire: Span<UInt8>) throws(FormatError) -> Int {
        var offset = 0
        while true {
            guard offset < wire.count else { throw .truncated(offset: offset) }
            let length = Int(wire[offset])
            guard length < 0xC0 else { throw .pointer(offset: offset) }
            guard length <= maximumLabelLength else { throw .labelType(offset: offset) }
            guard offset + 1 + length <= wire.count else { throw .truncated(offset: offset) }
            offset += 1 + length
            guard offset <= maximumLength else { throw .nameLength(offset: 0) }
            if length == 0 { return offset }
        }
    }

    /// The same name, its ASCII letters in lower case.
    public var folded: Name { Name(unchecked: wire.map(Name.fold)) }

    /// `octet`, in lower case when it is an ASCII letter. Length octets (0 to 63) are never letters.
    @inlinable
    public static func fold(_ octet: UInt8) -> UInt8 {
        octet &- 0x41 < 26 ? octet | 0x20 : octet
    }

    /// Whether this is the root.
    public var isRoot: Bool { wire[0] == 0 }

    /// How many labels the name has, the root's not counted: 0 to 127.
    public var labelCount: Int { labelOffsets.count }

    /// The octets of the labels, first to last, without the root's.
    public var labels: [[UInt8]] {
        var labels: [[UInt8]] = []
        var offset = 0
        while wire[offset] != 0 {
            let end = offset + 1 + Int(wire[offset])
            labels.append(Array(wire[offset + 1..<end]))
            offset = end
        }
        return labels
    }

    /// The name without its first label; the root's parent is nil.
    public var parent: Name? {
        isRoot ? nil : Name(unchecked: Array(wire[(1 + Int(wire[0]))...]))
    }

    /// Whether this name is `ancestor` or lies below it.
    public func isEqualToOrBelow(_ ancestor: Name) -> Bool {
        let start = wire.count - ancestor.wire.count
        guard start >= 0 else { return false }
        var offset = 0
        while offset < start { offset += 1 + Int(wire[offset]) }
        return offset == start && Name.areEqual(wire, from: start, ancestor.wire)
    }

    /// Whether the uncompressed name in `wire` is this one or lies below it.
    package func isEqualToOrAbove(_ wire: Span<UInt8>) -> Bool {
        let start = wire.count - self.wire.count
        guard start >= 0 else { return false }
        var offset = 0
        while offset < start { offset += 1 + Int(wire[offset]) }
        guard offset == start else { return false }
        for index in self.wire.indices where Name.fold(self.wire[index]) != Name.fold(wire[start + index]) {
            return false
        }
        return true
    }

    /// The name with `label` in front, or nil when the label is empty or over 63 octets, or the name grows over 255.
    public func prepending(label: some Collection<UInt8>) -> Name? {
        guard (1...Name.maximumLabelLength).contains(label.count),
            wire.count + label.count + 1 <= Name.maximumLength
        else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(wire.count + label.count + 1)
        octets.append(UInt8(label.count))
        octets.append(contentsOf: label)
        octets.append(contentsOf: wire)
        return Name(unchecked: octets)
    }

    /// The name with `label`, as UTF-8, in front; nil as for octets. Dots in it do not separate labels.
    public func prepending(label: String) -> Name? {
        prepending(label: label.utf8)
    }

    /// The labels of this name followed by those of `suffix`; nil when that is over 255 octets.
    public func appending(_ suffix: Name) -> Name? {
        guard wire.count - 1 + suffix.wire.count <= Name.maximumLength else { return nil }
        return Name(unchecked: wire.dropLast() + suffix.wire)
    }
}

extension Name: Hashable {
    /// Whether both are the same name, whatever the case of their ASCII letters.
    public static func == (left: Name, right: Name) -> Bool {
        left.wire.count == right.wire.count && areEqual(left.wire, from: 0, right.wire)
    }

    /// Whether the octets of `left` from `start` are those of `right`, ASCII letters folded. Both are equally many.
    private static func areEqual(_ left: [UInt8], from start: Int, _ right: [UInt8]) -> Bool {
        for index in right.indices where fold(left[start + index]) != fold(right[index]) { return false }
        return true
    }

    /// Feeds the folded name to `hasher`, eight octets at a time.
    public func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        for index in wire.indices {
            word = word << 8 | UInt64(Name.fold(wire[index]))
            if index & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
    }
}
