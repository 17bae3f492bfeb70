import DNSWire
import TestSupport
import Testing

/// What clients put into their queries beside the question.
struct ClientQuery: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var flags: Header.Flags = [.rd]
    var edns: EDNS?
    /// What may come of it behind a forwarder, which may look at it or not.
    private(set) var rcodes: Set<RCode> = [.noerror]
    /// OPT records beside that of `edns`.
    private var more: [ResourceRecord] = []

    init(_ description: String, flags: Header.Flags = [.rd], _ edns: EDNS? = nil) {
        testDescription = description
        self.flags = flags
        self.edns = edns
    }

    /// With one option, which need not be well formed.
    private init(_ description: String, option code: UInt16, _ octets: [UInt8]) {
        let option = EDNSOption.unknown(code: EDNSOptionCode(rawValue: code), octets: octets)
        self.init(description, EDNS(options: [option]))
    }

    /// The query for a name.
    func message(_ name: String, _ type: RRType = .a) -> Message {
        var message = Message(id: 0, flags: flags, questions: [Question(Name(name) ?? .root, type)])
        message.edns = edns
        message.additional += more
        return message
    }
}

// MARK: Which there are

extension ClientQuery {
    static let all = levels + flagged + sized + options

    /// As systemd-resolved asks, which goes down from one to the next when it does not like a response.
    static let levels = [
        ClientQuery("EDNS with DO", EDNS(udpPayloadSize: 65_494, dnssecOK: true)),
        ClientQuery("EDNS", EDNS(udpPayloadSize: 65_494)),
        ClientQuery("no EDNS"),
    ]

    static let flagged: [ClientQuery] = [
        ClientQuery("AD", flags: [.rd, .ad], EDNS()),
        ClientQuery("AD without EDNS", flags: [.rd, .ad]),
        ClientQuery("CD", flags: [.rd, .cd], EDNS()),
        ClientQuery("AD, CD and DO", flags: [.rd, .ad, .cd], EDNS(dnssecOK: true)),
    ]

    static let sized = [0, 512, 1232, 4096, 65_535].map { size in
        ClientQuery("\(size) octets", EDNS(udpPayloadSize: size))
    }

    /// Cookie (RFC 7873), NSID (RFC 5001), client subnet (RFC 7871), padding (RFC 7830), keepalive (RFC 7828), and what
    /// nobody knows.
    static let options: [ClientQuery] = [
        ClientQuery("a client's cookie", option: 10, [1, 2, 3, 4, 5, 6, 7, 8]),
        ClientQuery("both cookies", option: 10, Array(1...24)),
        ClientQuery("NSID", option: 3, []),
        ClientQuery("a client's subnet", option: 8, [0, 1, 24, 0, 10, 1, 2]),
        ClientQuery("padding", option: 12, [UInt8](repeating: 0, count: 100)),
        ClientQuery("keepalive", option: 11, []),
        ClientQuery("an unknown option", option: 65_001, [1, 2, 3]),
        ClientQuery(
            "many options",
            EDNS(options: [
                .nsid([]), .padding(length: 40), .tcpKeepalive(timeout: nil),
                .unknown(code: EDNSOptionCode(rawValue: 10), octets: [1, 2, 3, 4, 5, 6, 7, 8]),
                .unknown(code: EDNSOptionCode(rawValue: 8), octets: [0, 2, 56, 0, 32, 1, 13, 184, 0, 0, 1]),
                .unknown(code: EDNSOptionCode(rawValue: 65_001), octets: []),
            ])),
    ]

    /// What nobody should send, and every forwarder answers.
    static let odd = malformedCookies + versions

    /// Cookies of lengths that there are not.
    static let malformedCookies = [0, 1, 7, 9, 15, 41].map { count in
        var query = ClientQuery(
            "a cookie of \(count) octets", option: 10, [UInt8](repeating: 1, count: count))
        query.rcodes = [.noerror, .formerr]
        return query
    }

    /// Another version than 0, which gets BADVERS (RFC 6891 §6.1.3); dnsmasq and Knot Resolver do not look at it.
    static let versions = ([1, 255] as [UInt8]).map { number in
        var query = ClientQuery("version \(number)", EDNS(version: number))
        query.rcodes = [.noerror, .badvers]
        return query
    }

    /// More than one OPT record, which gets FORMERR (RFC 6891 §6.1.1), and no response of some forwarders.
    static let twoOPT = {
        var query = ClientQuery("two OPT records", EDNS())
        query.more = [EDNS().record]
        return query
    }()
}
