/// The kind of an EDNS option: a 16-bit code, known or not (RFC 6891 §6.1.2).
public struct EDNSOptionCode: RawRepresentable, Hashable, Sendable {
    /// The code as it stands on the wire.
    public let rawValue: UInt16

    /// The option of code `rawValue`.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The server's identifier (RFC 5001).
    public static let nsid = EDNSOptionCode(rawValue: 3)
    /// The client's subnet (RFC 7871).
    public static let clientSubnet = EDNSOptionCode(rawValue: 8)
    /// When a secondary's zone expires (RFC 7314).
    public static let expire = EDNSOptionCode(rawValue: 9)
    /// A cookie (RFC 7873).
    public static let cookie = EDNSOptionCode(rawValue: 10)
    /// How long an idle TCP connection is kept (RFC 7828).
    public static let tcpKeepalive = EDNSOptionCode(rawValue: 11)
    /// Padding (RFC 7830).
    public static let padding = EDNSOptionCode(rawValue: 12)
    /// The request for a chain of trust (RFC 7901).
    public static let chain = EDNSOptionCode(rawValue: 13)
    /// An extended error (RFC 8914).
    public static let extendedError = EDNSOptionCode(rawValue: 15)
}

extension EDNSOptionCode: CustomStringConvertible {
    /// The mnemonic, or `OPT` and the number.
    public var description: String { EDNSOptionCode.mnemonics.name(of: rawValue) }

    private static let mnemonics = Mnemonics(
        prefix: "OPT",
        [
            (1, "LLQ"), (2, "UPDATE-LEASE"), (3, "NSID"), (5, "DAU"), (6, "DHU"), (7, "N3U"),
            (8, "CLIENT-SUBNET"), (9, "EXPIRE"), (10, "COOKIE"), (11, "TCP-KEEPALIVE"), (12, "PADDING"),
            (13, "CHAIN"), (14, "KEY-TAG"), (15, "EDE"), (16, "CLIENT-TAG"), (17, "SERVER-TAG"),
            (18, "REPORT-CHANNEL"), (19, "ZONEVERSION"),
        ])
}
