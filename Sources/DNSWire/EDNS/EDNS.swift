/// What a message's OPT record says (RFC 6891).
public struct EDNS: Hashable, Sendable {
    /// The largest UDP payload that the sender takes, in octets. Below 512 means 512 (RFC 6891 §6.2.3).
    public var udpPayloadSize: UInt16
    /// The upper eight of the RCODE's twelve bits.
    public var upperRCode: UInt8
    /// The version: 0, the only one there is.
    public var version: UInt8
    /// The flags: DO, and 15 reserved bits.
    public var flags: UInt16
    /// The options in their order.
    public var options: [EDNSOption]

    /// EDNS with a payload size that passes everywhere without fragments.
    public init(
        udpPayloadSize: UInt16 = 1232, version: UInt8 = 0, dnssecOK: Bool = false, options: [EDNSOption] = []
    ) {
        self.udpPayloadSize = udpPayloadSize
        self.version = version
        self.options = options
        upperRCode = 0
        flags = 0
        self.dnssecOK = dnssecOK
    }

    /// DO: the client can use DNSSEC's records (RFC 3225 §3).
    public var dnssecOK: Bool {
        get { flags & 0x8000 != 0 }
        set { flags = flags & 0x7FFF | (newValue ? 0x8000 : 0) }
    }

    /// What `record` says, or nil when it is no OPT record.
    public init?(_ record: ResourceRecord) {
        guard case .opt(let data) = record.rdata else { return nil }
        udpPayloadSize = record.class.rawValue
        upperRCode = UInt8(record.ttl.rawValue >> 24)
        version = UInt8(record.ttl.rawValue >> 16 & 0xFF)
        flags = UInt16(record.ttl.rawValue & 0xFFFF)
        options = data.options
    }

    /// The OPT record that says this.
    public var record: ResourceRecord {
        ResourceRecord(
            .root, ttl: TTL(rawValue: UInt32(upperRCode) << 24 | UInt32(version) << 16 | UInt32(flags)),
            class: RRClass(rawValue: udpPayloadSize), .opt(RData.OPT(options)))
    }
}

extension EDNS: CustomStringConvertible {
    /// Version, flags, payload size, and a line for each option.
    public var description: String {
        let first = "EDNS: version: \(version), flags:\(dnssecOK ? " do" : ""); udp: \(udpPayloadSize)"
        return ([first] + options.map(\.description)).joined(separator: "\n")
    }
}
