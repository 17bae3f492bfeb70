/// An entry of the question section (RFC 1035 §4.1.2).
public struct Question: Hashable, Sendable {
    /// The name that is asked for.
    public var qname: Name
    /// The type that is asked for.
    public var qtype: RRType
    /// The class that is asked for.
    public var qclass: RRClass

    /// A question for the records of `qtype` at `qname`.
    public init(_ qname: Name, _ qtype: RRType, class qclass: RRClass = .in) {
        self.qname = qname
        self.qtype = qtype
        self.qclass = qclass
    }
}

extension Question: CustomStringConvertible {
    /// Name, class and type, as in `example. IN A`.
    public var description: String { "\(qname) \(qclass) \(qtype)" }
}
