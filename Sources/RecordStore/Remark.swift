import DNSWire

/// What an owner holds for people, beside its RRsets: why a response is as it is.
///
/// A remark stands among the RRsets, under a type that no query reaches an owner with: reserved, a pseudo-record, or a
/// request of the transport's (RFC 6895 §3.1). So it costs nothing where there is none, and is replaced with its owner.
package enum Remark: UInt16, Sendable {
    /// Why the name does not exist, although its object does. The owner has no RRsets, and answers NXDOMAIN.
    case absence = 0
    /// Why the name has no addresses.
    case reason = 249
    /// What there is below the name.
    case contents = 250
    /// The names one label below, as `NameList` writes them: what a hint is looked for among.
    case names = 41

    var type: RRType { RRType(rawValue: rawValue) }
}

extension OwnerBuilder {
    /// Adds a remark: UTF-8, or what it is said to be. RRsets come before remarks, so that they are found first.
    package mutating func add(_ remark: Remark, _ octets: some Sequence<UInt8>) {
        sets.append((remark.type, AnswerImage(text: Array(octets))))
    }
}

extension Owner {
    /// The octets of a remark; nil when the owner has none.
    @_lifetime(copy self)
    package func remark(_ remark: Remark) -> Span<UInt8>? {
        guard let image = image(for: remark.type) else { return nil }
        return image.octets
    }
}
