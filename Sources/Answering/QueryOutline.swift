/// Where things stand in a query, and what its header and OPT say: plain numbers, no octets.
@usableFromInline
package struct QueryOutline: BitwiseCopyable, Sendable {
    /// What the first look at a message decides, in the order of duty.
    package enum Verdict: UInt8, BitwiseCopyable, Sendable {
        /// Shorter than a header, or itself a response: never answered (RFC 1035 §7.3).
        case drop
        /// An OPCODE other than QUERY: header only, NOTIMP.
        case notImplemented
        /// No single question can be read: header only, FORMERR.
        case unreadable
        /// The question stands, something behind it does not: FORMERR.
        case malformed
        /// An EDNS version other than 0 (RFC 6891 §6.1.3).
        case badVersion
        /// A class, a type or a name that this server does not answer for.
        case refused
        /// For the chain of a server block.
        case ask
        /// For whoever gives zones away in a server block: AXFR or IXFR.
        case transfer
    }

    package var verdict = Verdict.drop
    /// What the OPT record says.
    var edns = EDNSOutline()
    /// QTYPE.
    @usableFromInline package var typeCode: UInt16 = 0
    /// QCLASS.
    package var classCode: UInt16 = 0
    /// The hash of the QNAME behind its underscored labels. (Only with the verdict `ask`.)
    package var hash: UInt64 = 0

    // As many octets as they need: an outline is copied from stage to stage.
    private var shortZone: UInt32 = 0
    @usableFromInline var shortNameLength: UInt8 = 0
    @usableFromInline var shortBranchLength: UInt8 = 0

    package init() {}
}

extension QueryOutline {
    /// Octets of the QNAME with the root's; it begins at offset 12. 0 when the question could not be read.
    @inlinable
    package var nameLength: Int {
        get { Int(shortNameLength) }
        set { shortNameLength = UInt8(truncatingIfNeeded: newValue) }
    }

    /// Octets of the QNAME's leading underscored labels, at most two, all of them left of the zone.
    @inlinable
    package var branchLength: Int { Int(shortBranchLength) }

    /// Which of the listener's zones the QNAME is in.
    var zone: Int { Int(shortZone) }

    /// Notes which zone the QNAME is in, and how many octets of it are a branch.
    mutating func note(zone: Int, branchLength: Int) {
        shortZone = UInt32(truncatingIfNeeded: zone)
        shortBranchLength = UInt8(truncatingIfNeeded: branchLength)
    }

    /// Where the question section ends: 12 when there is no question to repeat.
    var questionEnd: Int { shortNameLength == 0 ? 12 : 16 + nameLength }

    /// Whether the query carries an OPT record.
    package var hasOPT: Bool { edns.isPresent }
    /// The client's UDP payload size as sent: 0 to 65,535.
    package var payloadSize: UInt16 { edns.payloadSize }
    /// The DO bit (RFC 3225).
    package var wantsDNSSEC: Bool { edns.flags.contains(.wantsDNSSEC) }
    /// Whether the NSID option asks who answers (RFC 5001).
    var wantsNSID: Bool { edns.flags.contains(.wantsNSID) }
    /// Whether the Padding option offers to be answered by padding (RFC 7830).
    var wantsPadding: Bool { edns.flags.contains(.wantsPadding) }

    /// Whether QTYPE is AXFR or IXFR.
    var asksForTransfer: Bool { typeCode == 252 || typeCode == 251 }

    /// Whether QTYPE is one that no zone holds: reserved, a pseudo-record, or a request that is not answered here (RFC 6895 §3.1).
    var asksForMeta: Bool {
        switch typeCode {
        case 0, 41, 249...254: true
        default: false
        }
    }
}
