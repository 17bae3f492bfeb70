/// A resource record (RFC 1035 §4.1.3).
public struct ResourceRecord: Hashable, Sendable {
    /// The name that the record belongs to.
    public var owner: Name
    /// The class; of an OPT record, the size of UDP payload that its sender takes.
    public var `class`: RRClass
    /// The time to live; of an OPT record, the upper RCODE bits, version and flags.
    public var ttl: TTL
    /// The data, which also says the type.
    public var rdata: RData

    /// The record's type.
    public var type: RRType { rdata.type }

    /// A record of `rdata` at `owner`.
    public init(_ owner: Name, ttl: TTL, class: RRClass = .in, _ rdata: RData) {
        self.owner = owner
        self.class = `class`
        self.ttl = ttl
        self.rdata = rdata
    }
}
