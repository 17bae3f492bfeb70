/// What kind of query a message is or answers: a 4-bit code, known or not.
public struct Opcode: RawRepresentable, Hashable, Sendable {
    /// The code: 0 to 15 on the wire.
    public let rawValue: UInt8

    /// The opcode of code `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A standard query (RFC 1035 §4.1.1).
    public static let query = Opcode(rawValue: 0)
    /// An inverse query, obsolete (RFC 3425).
    public static let iquery = Opcode(rawValue: 1)
    /// A request for the server's status (RFC 1035 §4.1.1).
    public static let status = Opcode(rawValue: 2)
    /// A notice of a changed zone (RFC 1996).
    public static let notify = Opcode(rawValue: 4)
    /// A dynamic update (RFC 2136).
    public static let update = Opcode(rawValue: 5)
    /// A stateful operation (RFC 8490).
    public static let dso = Opcode(rawValue: 6)
}

extension Opcode: CustomStringConvertible {
    /// The mnemonic, or `OPCODE` and the number.
    public var description: String { Opcode.mnemonics.name(of: UInt16(rawValue)) }

    private static let mnemonics = Mnemonics(
        prefix: "OPCODE",
        [(0, "QUERY"), (1, "IQUERY"), (2, "STATUS"), (4, "NOTIFY"), (5, "UPDATE"), (6, "DSO")])
}
