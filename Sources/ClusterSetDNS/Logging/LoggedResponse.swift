import DNSWire

/// What a log says of a response.
struct LoggedResponse: ~Copyable {
    /// The kinds of responses that `log { class … }` tells apart.
    enum Class: String, Sendable {
        case all, success, denial, error
    }

    private let message: Message

    /// What a log says of the response in `octets`; nil when they are no message.
    init?(_ octets: Span<UInt8>) {
        guard let message = try? Message(reading: octets) else { return nil }
        self.message = message
    }

    /// The response code, the bits in OPT included.
    var rcode: RCode { message.rcode }

    /// The size that the message would have without compression, in octets: what CoreDNS logs.
    var uncompressedLength: Int { message.uncompressedLength }

    /// The flags that are set, in the order of the header, with commas between.
    var flags: String { message.flags.description.replacing(" ", with: ",") }
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
