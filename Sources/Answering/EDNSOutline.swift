/// What the OPT record of a query says: four octets, so that it is handed on in one register.
struct EDNSOutline: BitwiseCopyable, Sendable {
    struct Flags: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8

        /// There is an OPT record.
        static let isPresent = Flags(rawValue: 1)
        /// The DO bit (RFC 3225).
        static let wantsDNSSEC = Flags(rawValue: 2)
        /// The NSID option asks who answers (RFC 5001).
        static let wantsNSID = Flags(rawValue: 4)
        /// The Padding option offers to be answered by padding (RFC 7830).
        static let wantsPadding = Flags(rawValue: 8)
    }

    var flags: Flags = []
    /// The client's UDP payload size as sent: 0 to 65,535.
    var payloadSize: UInt16 = 0

    var isPresent: Bool { flags.contains(.isPresent) }
}
