import Posix

/// Responses for a stream, each behind its length (RFC 1035 §4.2.2).
struct ResponseBuffer: ~Copyable {
    /// The most octets that a length can say.
    static let longestMessage = 65_535
    /// The most octets of responses that are composed for a client before it has taken them.
    static let capacity = 256 * 1024

    private var memory = OctetBuffer(capacity: capacity)
    private var count = 0

    /// All responses.
    var octets: Span<UInt8> {
        @_lifetime(borrow self) get { memory.octets(0..<count) }
    }

    /// Whether there is room for the longest message.
    var hasRoom: Bool { count + 2 + Self.longestMessage <= Self.capacity }

    /// Room for the next response; only if there is.
    var next: MutableSpan<UInt8> {
        @_lifetime(&self)
        mutating get { memory.room(count + 2..<count + 2 + Self.longestMessage) }
    }

    /// The first `length` octets of `next` are a response.
    mutating func append(_ length: Int) {
        var field = memory.room(count..<count + 2)
        field[0] = UInt8(truncatingIfNeeded: length >> 8)
        field[1] = UInt8(truncatingIfNeeded: length)
        count += 2 + length
    }

    mutating func clear() { count = 0 }
}
