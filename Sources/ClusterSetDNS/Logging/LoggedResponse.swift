import DNSWire

/// What a log says of a response.
struct LoggedResponse {
    /// The kinds of responses that `log { class … }` tells apart.
    enum Class: String, Sendable {
        case all, success, denial, error
    }

    /// Some of the kinds.
    struct Classes: OptionSet, Sendable {
        let rawValue: UInt8
        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Those that are of the kind `found`.
        init(_ found: Class) {
            switch found {
            case .all: rawValue = 7
            case .success: rawValue = 1
            case .denial: rawValue = 2
            case .error: rawValue = 4
            }
        }
    }

    private let survey: MessageSurvey

    /// What a log says of the response in `octets`; nil when they are no message.
    init?(_ octets: Span<UInt8>) {
        guard let survey = try? MessageSurvey(octets) else { return nil }
        self.survey = survey
    }

    /// The response code, the bits in OPT included.
    var rcode: RCode { survey.rcode }

    /// The size that the message would have without compression, in octets: what CoreDNS logs.
    var uncompressedLength: Int { survey.uncompressedLength }

    /// The flags that are set.
    var flags: Header.Flags { survey.flags }
}

extension LoggedResponse.Class {
    /// The kind of the response in `octets`, by its header; never `all`.
    ///
    /// A denial is an answer of none that carries the zone's SOA: nothing else of ours has an authority section.
    init(of octets: Span<UInt8>) {
        guard octets.count >= Header.length else {
            self = .error
            return
        }
        let hasAnswer = octets[6] | octets[7] != 0
        let hasAuthority = octets[8] | octets[9] != 0
        switch RCode(rawValue: UInt16(octets[3] & 0x0F)) {
        case .noerror: self = !hasAnswer && hasAuthority ? .denial : .success
        case .nxdomain: self = .denial
        default: self = .error
        }
    }
}
