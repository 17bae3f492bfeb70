/// The type of a resource record: a 16-bit code, known or not (RFC 3597).
public struct RRType: RawRepresentable, Hashable, Sendable {
    /// The code as it stands on the wire.
    public let rawValue: UInt16

    /// The type of code `rawValue`.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// An IPv4 address (RFC 1035 §3.4.1).
    public static let a = RRType(rawValue: 1)
    /// An authoritative name server (RFC 1035 §3.3.11).
    public static let ns = RRType(rawValue: 2)
    /// The canonical name of an alias (RFC 1035 §3.3.1).
    public static let cname = RRType(rawValue: 5)
    /// The start of a zone of authority (RFC 1035 §3.3.13).
    public static let soa = RRType(rawValue: 6)
    /// A pointer to another name (RFC 1035 §3.3.12).
    public static let ptr = RRType(rawValue: 12)
    /// Host information (RFC 1035 §3.3.2, RFC 8482 §4.2).
    public static let hinfo = RRType(rawValue: 13)
    /// A mail exchange (RFC 1035 §3.3.9).
    public static let mx = RRType(rawValue: 15)
    /// Text strings (RFC 1035 §3.3.14).
    public static let txt = RRType(rawValue: 16)
    /// An IPv6 address (RFC 3596 §2.1).
    public static let aaaa = RRType(rawValue: 28)
    /// The location of a service (RFC 2782).
    public static let srv = RRType(rawValue: 33)
    /// A rule of the dynamic delegation discovery system (RFC 3403 §4).
    public static let naptr = RRType(rawValue: 35)
    /// An alias of a whole subtree (RFC 6672).
    public static let dname = RRType(rawValue: 39)
    /// EDNS(0)'s pseudo-record (RFC 6891 §6.1.1).
    public static let opt = RRType(rawValue: 41)
    /// A delegation signer (RFC 4034 §5).
    public static let ds = RRType(rawValue: 43)
    /// A signature of an RRset (RFC 4034 §3).
    public static let rrsig = RRType(rawValue: 46)
    /// The next name of a signed zone (RFC 4034 §4).
    public static let nsec = RRType(rawValue: 47)
    /// A zone's public key (RFC 4034 §2).
    public static let dnskey = RRType(rawValue: 48)
    /// The next hashed name of a signed zone (RFC 5155 §3).
    public static let nsec3 = RRType(rawValue: 50)
    /// A general service binding (RFC 9460).
    public static let svcb = RRType(rawValue: 64)
    /// A service binding for HTTP (RFC 9460 §9).
    public static let https = RRType(rawValue: 65)
    /// The agreement on a secret key (RFC 2930).
    public static let tkey = RRType(rawValue: 249)
    /// The signature of a transaction (RFC 8945).
    public static let tsig = RRType(rawValue: 250)
    /// The request for an incremental zone transfer (RFC 1995).
    public static let ixfr = RRType(rawValue: 251)
    /// The request for a zone transfer (RFC 5936).
    public static let axfr = RRType(rawValue: 252)
    /// The request for mailbox records, obsolete (RFC 1035 §3.2.3).
    public static let mailb = RRType(rawValue: 253)
    /// The request for mail agent records, obsolete (RFC 1035 §3.2.3).
    public static let maila = RRType(rawValue: 254)
    /// The request for any type (RFC 8482).
    public static let any = RRType(rawValue: 255)
    /// The authorities that may issue certificates (RFC 8659).
    public static let caa = RRType(rawValue: 257)
}
