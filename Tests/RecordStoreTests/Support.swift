import DNSWire
import RecordStore
import Testing

/// Pseudo-random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// A name from presentation format.
func name(_ text: String) throws -> Name { try #require(Name(text)) }

/// Labels in wire form without the root's: `_http._tcp`.
func labels(_ text: String) throws -> [UInt8] { try Array(name(text).wire.dropLast()) }

/// A name of these labels.
func name(labels: [[UInt8]]) throws -> Name {
    try labels.reversed().reduce(Name.root) { name, label in try #require(name.prepending(label: label)) }
}

/// The octets with each ASCII letter in a random case.
func inAnyCase(_ octets: [UInt8], using generator: inout some RandomNumberGenerator) -> [UInt8] {
    octets.map { octet in
        let isLetter = (0x61...0x7A).contains(octet | 0x20)
        return isLetter && Bool.random(using: &generator) ? octet ^ 0x20 : octet
    }
}

extension UInt32 {
    var octets: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) } }
}

/// An image of A records.
func addresses(_ addresses: UInt32...) -> AnswerImage {
    var builder = AnswerImageBuilder()
    for address in addresses {
        builder.begin(.answer, owner: .question, type: .a, ttl: 5)
        builder.append(address.octets)
    }
    return builder.finish()
}

/// An image of one SRV record, its target written out, and the target's address.
func service(port: UInt16, target: Name, address: UInt32) -> AnswerImage {
    var builder = AnswerImageBuilder()
    builder.begin(.answer, owner: .question, type: .srv, ttl: 5)
    builder.append([0, 0, 0, 100, UInt8(port >> 8), UInt8(port & 0xFF)])
    let position = builder.position
    builder.append(.inFull(target))
    builder.begin(.additional, owner: .earlier(position: position), type: .a, ttl: 5)
    builder.append(address.octets)
    return builder.finish()
}

/// What a view holds, copied out so that it can be compared.
struct Records: Equatable {
    var octets: [UInt8]
    var counts: [Int]
    /// Nil when there is no view.
    init?(_ view: consuming ImageView?) {
        guard let view else { return nil }
        self.init(view)
    }
    init(_ view: ImageView) {
        octets = view.octets.indices.map { view.octets[$0] }
        counts = [view.answerCount, view.authorityCount, view.additionalCount]
    }
    init(_ image: AnswerImage) { self.init(image.view) }
}

/// Lookups of one reader, each in a section of its own.
struct Lookups: ~Copyable {
    let store: Store
    let hash: OwnerHash
    private let reader: Reader

    init(_ store: Store, hash: OwnerHash, epochs: Epochs) throws {
        guard let reader = epochs.makeReader() else { throw NoReader() }
        self.store = store
        self.hash = hash
        self.reader = reader
    }
    struct NoReader: Error {}

    /// Whether there is an owner of that name.
    func finds(_ name: [UInt8]) -> Bool {
        let section = ReadSection(reader)
        let name = name.span
        return section.owner(name, hash: hash(name), in: store) != nil
    }

    /// The RRset of `type` at the name, nil for NODATA and NXDOMAIN.
    func records(_ name: [UInt8], _ type: RRType = .a) -> Records? {
        let section = ReadSection(reader)
        let name = name.span
        guard let owner = section.owner(name, hash: hash(name), in: store) else { return nil }
        guard let image = owner.image(for: type) else { return nil }
        return Records(image)
    }

    /// Whether the branch is there.
    func finds(_ labels: [UInt8], below name: [UInt8]) -> Bool {
        let section = ReadSection(reader)
        let (labels, name) = (labels.span, name.span)
        guard let owner = section.owner(name, hash: hash(name), in: store) else { return false }
        return owner.branch(labels) != nil
    }

    /// The RRset of `type` at the branch.
    func records(_ labels: [UInt8], below name: [UInt8], _ type: RRType) -> Records? {
        let section = ReadSection(reader)
        let (labels, name) = (labels.span, name.span)
        guard let owner = section.owner(name, hash: hash(name), in: store) else { return nil }
        guard let branch = owner.branch(labels) else { return nil }
        guard let image = branch.image(for: type) else { return nil }
        return Records(image)
    }

    /// The zone's SOA.
    func soa() -> Records? {
        let section = ReadSection(reader)
        guard let image = section.soa(of: store) else { return nil }
        return Records(image)
    }
}
