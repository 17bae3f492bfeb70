/// The class of a resource record or question: a 16-bit code, known or not (RFC 3597).
public struct RRClass: RawRepresentable, Hashable, Sendable {
    /// The code as it stands on the wire.
    public let rawValue: UInt16

    /// The class of code `rawValue`.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The Internet (RFC 1035 §3.2.4).
    public static let `in` = RRClass(rawValue: 1)
    /// Chaosnet, today the server's own names such as version.bind (RFC 4892).
    public static let ch = RRClass(rawValue: 3)
    /// Hesiod (RFC 1035 §3.2.4).
    public static let hs = RRClass(rawValue: 4)
    /// No class: in updates, deletion (RFC 2136 §2.4).
    public static let none = RRClass(rawValue: 254)
    /// Any class (RFC 1035 §3.2.5).
    public static let any = RRClass(rawValue: 255)
}

extension RRClass: CustomStringConvertible, LosslessStringConvertible {
    /// The class of that mnemonic, or of `CLASS` and a number (RFC 3597 §5), in any case.
    public init?(_ text: String) {
        guard let code = RRClass.mnemonics.code(of: text) else { return nil }
        self.init(rawValue: code)
    }

    /// The mnemonic, or `CLASS` and the number (RFC 3597 §5).
    public var description: String { RRClass.mnemonics.name(of: rawValue) }

    private static let mnemonics = Mnemonics(
        prefix: "CLASS", [(1, "IN"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY")])
}
