/// How a query went: a 12-bit code, known or not.
///
/// Four bits stand in the header, eight in the OPT record (RFC 6891 §6.1.3).
public struct RCode: RawRepresentable, Hashable, Sendable {
    /// The code: 0 to 4095 in a message.
    public let rawValue: UInt16

    /// The RCODE of code `rawValue`.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// No error.
    public static let noerror = RCode(rawValue: 0)
    /// The query is malformed.
    public static let formerr = RCode(rawValue: 1)
    /// The server has failed.
    public static let servfail = RCode(rawValue: 2)
    /// The name does not exist.
    public static let nxdomain = RCode(rawValue: 3)
    /// The server does not do that kind of query.
    public static let notimp = RCode(rawValue: 4)
    /// The server does not answer that query, or that client.
    public static let refused = RCode(rawValue: 5)
    /// A name exists that should not (RFC 2136 §2.2).
    public static let yxdomain = RCode(rawValue: 6)
    /// An RRset exists that should not (RFC 2136 §2.2).
    public static let yxrrset = RCode(rawValue: 7)
    /// An RRset does not exist that should (RFC 2136 §2.2).
    public static let nxrrset = RCode(rawValue: 8)
    /// The server is not authoritative, or the client not authorised (RFC 2136 §2.2, RFC 8945 §5.2).
    public static let notauth = RCode(rawValue: 9)
    /// A name is not within the zone (RFC 2136 §2.2).
    public static let notzone = RCode(rawValue: 10)
    /// The stateful operation is unknown (RFC 8490 §10.2).
    public static let dsotypeni = RCode(rawValue: 11)
    /// The EDNS version is unknown (RFC 6891 §6.1.3).
    public static let badvers = RCode(rawValue: 16)
    /// The server cookie is bad (RFC 7873 §5.2.4).
    public static let badcookie = RCode(rawValue: 23)
}

extension RCode: CustomStringConvertible {
    /// The mnemonic, or `RCODE` and the number.
    public var description: String { RCode.mnemonics.name(of: rawValue) }

    private static let mnemonics = Mnemonics(
        prefix: "RCODE",
        [
            (0, "NOERROR"), (1, "FORMERR"), (2, "SERVFAIL"), (3, "NXDOMAIN"), (4, "NOTIMP"), (5, "REFUSED"),
            (6, "YXDOMAIN"), (7, "YXRRSET"), (8, "NXRRSET"), (9, "NOTAUTH"), (10, "NOTZONE"),
            (11, "DSOTYPENI"),
            (16, "BADVERS"), (17, "BADKEY"), (18, "BADTIME"), (19, "BADMODE"), (20, "BADNAME"),
            (21, "BADALG"),
            (22, "BADTRUNC"), (23, "BADCOOKIE"),
        ])
}
