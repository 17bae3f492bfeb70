/// What went wrong beyond the RCODE: a 16-bit INFO-CODE, known or not (RFC 8914 §4).
public struct ExtendedErrorCode: RawRepresentable, Hashable, Sendable {
    /// The code as it stands on the wire.
    public let rawValue: UInt16

    /// The INFO-CODE of code `rawValue`.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// None of the others.
    public static let other = ExtendedErrorCode(rawValue: 0)
    /// The answer is stale, for fresh data could not be had.
    public static let staleAnswer = ExtendedErrorCode(rawValue: 3)
    /// The answer was made up for policy reasons.
    public static let forgedAnswer = ExtendedErrorCode(rawValue: 4)
    /// The error comes from a cache.
    public static let cachedError = ExtendedErrorCode(rawValue: 13)
    /// The server is not yet ready to answer.
    public static let notReady = ExtendedErrorCode(rawValue: 14)
    /// The operator of the server blocks the name.
    public static let blocked = ExtendedErrorCode(rawValue: 15)
    /// An outside demand blocks the name.
    public static let censored = ExtendedErrorCode(rawValue: 16)
    /// The client asked for the name to be blocked.
    public static let filtered = ExtendedErrorCode(rawValue: 17)
    /// The client is not served.
    public static let prohibited = ExtendedErrorCode(rawValue: 18)
    /// The NXDOMAIN is stale.
    public static let staleNXDOMAIN = ExtendedErrorCode(rawValue: 19)
    /// The server has no authority for the name.
    public static let notAuthoritative = ExtendedErrorCode(rawValue: 20)
    /// The server does not do that.
    public static let notSupported = ExtendedErrorCode(rawValue: 21)
    /// No authoritative server could be reached.
    public static let noReachableAuthority = ExtendedErrorCode(rawValue: 22)
    /// A network failed on the way to another server.
    public static let networkError = ExtendedErrorCode(rawValue: 23)
    /// The data of the zone is invalid, or none was loaded.
    public static let invalidData = ExtendedErrorCode(rawValue: 24)
}

extension ExtendedErrorCode: CustomStringConvertible {
    /// The registry's words for the code, or `EDE` and the number.
    public var description: String { ExtendedErrorCode.names.name(of: rawValue) }

    private static let names = Mnemonics(
        prefix: "EDE",
        [
            (0, "Other"), (1, "Unsupported DNSKEY Algorithm"), (2, "Unsupported DS Digest Type"),
            (3, "Stale Answer"), (4, "Forged Answer"), (5, "DNSSEC Indeterminate"), (6, "DNSSEC Bogus"),
            (7, "Signature Expired"), (8, "Signature Not Yet Valid"), (9, "DNSKEY Missing"),
            (10, "RRSIGs Missing"), (11, "No Zone Key Bit Set"), (12, "NSEC Missing"), (13, "Cached Error"),
            (14, "Not Ready"), (15, "Blocked"), (16, "Censored"), (17, "Filtered"), (18, "Prohibited"),
            (19, "Stale NXDOMAIN Answer"), (20, "Not Authoritative"), (21, "Not Supported"),
            (22, "No Reachable Authority"), (23, "Network Error"), (24, "Invalid Data"),
            (25, "Signature Expired before Valid"), (26, "Too Early"),
            (27, "Unsupported NSEC3 Iterations Value"), (28, "Unable to conform to policy"),
            (29, "Synthesized"),
        ])
}
