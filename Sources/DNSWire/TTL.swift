/// How long a record may be cached, in seconds.
public struct TTL: RawRepresentable, Hashable, Sendable {
    /// The 32 bits as they stand on the wire.
    public let rawValue: UInt32
    /// The TTL of these 32 bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The longest time that a TTL can say: 2³¹ - 1 seconds (RFC 2181 §8).
    public static let maximum = TTL(rawValue: 0x7FFF_FFFF)

    /// The TTL of `seconds`, brought within 0 and `maximum`.
    public init(seconds: some BinaryInteger) {
        self.init(rawValue: min(UInt32(clamping: seconds), TTL.maximum.rawValue))
    }

    /// The time it means: a value above `maximum` means zero (RFC 2181 §8).
    public var seconds: UInt32 { rawValue <= TTL.maximum.rawValue ? rawValue : 0 }
}

extension TTL: ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The TTL of a literal in seconds, at most `maximum`.
    public init(integerLiteral seconds: UInt32) { self.init(seconds: seconds) }

    /// The seconds in decimal.
    public var description: String { String(seconds) }
}
