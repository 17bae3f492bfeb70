/// The twelve octets that every message begins with (RFC 1035 §4.1.1).
///
///      octet
///        0   ID                          chosen by who asks, copied by who answers
///        2   QR·OPCODE⁴·AA·TC·RD         one bit each, the opcode four
///        3   RA·Z·AD·CD·RCODE⁴           one bit each, the RCODE's lower four
///        4   QDCOUNT                     entries of the question section
///        6   ANCOUNT                     records of the answer section
///        8   NSCOUNT                     records of the authority section
///       10   ARCOUNT                     records of the additional section, OPT included
public struct Header: Hashable, Sendable {
    /// The octets of a header.
    public static let length = 12

    /// What tells the responses to one client's queries apart.
    public var id: UInt16
    /// What kind of query this is or answers: four bits.
    public var opcode: Opcode
    /// The single bits.
    public var flags: Flags
    /// The lower four bits of the RCODE; those above stand in the OPT record.
    public var rcode: RCode
    /// QDCOUNT: how many questions follow.
    public var questionCount: UInt16
    /// ANCOUNT: how many records the answer section has.
    public var answerCount: UInt16
    /// NSCOUNT: how many records the authority section has.
    public var authorityCount: UInt16
    /// ARCOUNT: how many records the additional section has.
    public var additionalCount: UInt16

    /// A header; without counts it is that of an empty message.
    public init(
        id: UInt16, opcode: Opcode = .query, flags: Flags = [], rcode: RCode = .noerror,
        questionCount: UInt16 = 0, answerCount: UInt16 = 0, authorityCount: UInt16 = 0,
        additionalCount: UInt16 = 0
    ) {
        self.id = id
        self.opcode = opcode
        self.flags = flags
        self.rcode = rcode
        self.questionCount = questionCount
        self.answerCount = answerCount
        self.authorityCount = authorityCount
        self.additionalCount = additionalCount
    }

    /// The single bits of a header, where they stand in its second 16-bit word.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits; those of opcode and RCODE are not among them.
        public let rawValue: UInt16
        /// The bits of `rawValue` that are flags.
        public init(rawValue: UInt16) { self.rawValue = rawValue & 0x87F0 }

        /// The message is a response.
        public static let qr = Flags(rawValue: 0x8000)
        /// The answer is authoritative.
        public static let aa = Flags(rawValue: 0x0400)
        /// The message was cut.
        public static let tc = Flags(rawValue: 0x0200)
        /// Recursion is desired.
        public static let rd = Flags(rawValue: 0x0100)
        /// Recursion is available.
        public static let ra = Flags(rawValue: 0x0080)
        /// Reserved: zero in all queries and responses.
        public static let z = Flags(rawValue: 0x0040)
        /// The data is authentic (RFC 4035 §3.2.3).
        public static let ad = Flags(rawValue: 0x0020)
        /// Checking is disabled (RFC 4035 §3.2.2).
        public static let cd = Flags(rawValue: 0x0010)
    }

    /// The second word of the header: flags, opcode and RCODE.
    var word: UInt16 {
        flags.rawValue | UInt16(opcode.rawValue & 0x0F) << 11 | rcode.rawValue & 0x0F
    }

    /// A header of that second word, without counts.
    init(id: UInt16, word: UInt16) {
        self.init(
            id: id, opcode: Opcode(rawValue: UInt8(word >> 11 & 0x0F)), flags: Flags(rawValue: word),
            rcode: RCode(rawValue: word & 0x0F))
    }
}

extension Header.Flags: CustomStringConvertible {
    /// The names of the flags that are set, as in `qr aa rd`.
    public var description: String {
        let names: [(Header.Flags, String)] = [
            (.qr, "qr"), (.aa, "aa"), (.tc, "tc"), (.rd, "rd"), (.ra, "ra"), (.z, "z"), (.ad, "ad"),
            (.cd, "cd"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: " ")
    }
}
