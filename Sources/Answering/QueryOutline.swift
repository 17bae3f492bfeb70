/// Where things stand in a query, and what its header and OPT say: plain numbers, no octets.
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
    }

    package var verdict = Verdict.drop
    /// Whether the query carries an OPT record; the fields after it come from there.
    package var hasOPT = false
    /// The DO bit (RFC 3225).
    package var wantsDNSSEC = false
    /// Whether the NSID option asks who answers (RFC 5001).
    package var wantsNSID = false
    /// Whether the Padding option offers to be answered by padding (RFC 7830).
    package var wantsPadding = false
    /// The client's UDP payload size as sent: 0 to 65,535.
    package var payloadSize: UInt16 = 0
    /// QTYPE.
    package var typeCode: UInt16 = 0
    /// QCLASS.
    package var classCode: UInt16 = 0
    /// Octets of the QNAME with the root's; it begins at offset 12. 0 when the question could not be read.
    package var nameLength: Int {
        get { Int(shortNameLength) }
        set { shortNameLength = UInt8(truncatingIfNeeded: newValue) }
    }
    /// Octets of the QNAME's leading underscored labels, at most two, all of them left of the zone.
    package var branchLength: Int {
        get { Int(shortBranchLength) }
        set { shortBranchLength = UInt8(truncatingIfNeeded: newValue) }
    }
    /// Which of the listener's zones the QNAME is in.
    package var zone: Int {
        get { Int(shortZone) }
        set { shortZone = UInt32(truncatingIfNeeded: newValue) }
    }
    /// The hash of the QNAME behind its underscored labels. (Only with the verdict `ask`.)
    package var hash: UInt64 = 0

    // As many octets as they need: an outline is copied from stage to stage.
    private var shortZone: UInt32 = 0
    private var shortNameLength: UInt8 = 0
    private var shortBranchLength: UInt8 = 0

    package init() {}

    /// Where the question section ends: 12 when there is no question to repeat.
    package var questionEnd: Int { nameLength == 0 ? 12 : 16 + nameLength }

    /// Whether QTYPE is one that no zone holds: reserved, a pseudo-record, or a request that is not answered here (RFC 6895 §3.1).
    var asksForMeta: Bool {
        switch typeCode {
        case 0, 41, 249...254: true
        default: false
        }
    }
}
