/// An IPv4 or IPv6 address, as a number in network order.
public enum IPAddress: Hashable, Sendable {
    /// 32 bits, as in an A record (RFC 1035 §3.4.1).
    case v4(UInt32)
    /// 128 bits, as in an AAAA record (RFC 3596 §2.2).
    case v6(UInt128)
}

extension IPAddress: LosslessStringConvertible {
    /// An address from text: four decimals without leading zeros, or any form of RFC 4291 §2.2. No zone, port or prefix length.
    public init?(_ text: String) {
        self.init(utf8: text.utf8Span.span)
    }

    /// An address from the UTF-8 of its text, as `init(_:)`.
    public init?(utf8 text: Span<UInt8>) {
        if let number = parseIPv4(text) {
            self = .v4(number)
        } else if let number = parseIPv6(text) {
            self = .v6(number)
        } else {
            return nil
        }
    }

    /// Dotted decimals, or the one form that RFC 5952 recommends.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(39)
        write { text.append($0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Hands the octets of `description` to `put`, one at a time.
    package func write(_ put: (UInt8) -> Void) {
        switch self {
        case .v4(let number): writeIPv4(number, put)
        case .v6(let number): writeIPv6(number, put)
        }
    }
}
