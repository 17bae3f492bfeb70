/// Reads a message in place, front to back.
///
/// No octets make it trap, loop, or take more than some fifty times their own memory (compressed names, written out):
/// whatever is wrong is thrown, with its offset.
public struct MessageReader: ~Escapable {
    private let message: Span<UInt8>
    /// Where the next field begins.
    public private(set) var offset = 0
    /// Where reading ends: the message's end, or that of the RDATA being read.
    private var end: Int
    /// Whether names may be compressed: not in RDATA that stands alone.
    private let allowsPointers: Bool

    /// A reader at the first octet of `message`.
    @_lifetime(copy message)
    public init(_ message: Span<UInt8>) {
        self.init(message, allowsPointers: true)
    }

    @_lifetime(copy message)
    init(_ message: Span<UInt8>, allowsPointers: Bool) {
        self.message = message
        self.allowsPointers = allowsPointers
        end = message.count
    }

    /// Whether nothing is left to read.
    public var isAtEnd: Bool { offset == end }

    /// How many octets are left to read.
    public var remaining: Int { end - offset }

    /// Reads an octet.
    public mutating func readUInt8() throws(FormatError) -> UInt8 {
        guard remaining >= 1 else { throw .truncated(offset: offset) }
        defer { offset += 1 }
        return message[offset]
    }

    /// Reads 16 bits, the most significant octet first, as all numbers are.
    public mutating func readUInt16() throws(FormatError) -> UInt16 {
        guard remaining >= 2 else { throw .truncated(offset: offset) }
        defer { offset += 2 }
        return UInt16(message[offset]) << 8 | UInt16(message[offset + 1])
    }

    /// Reads 32 bits.
    public mutating func readUInt32() throws(FormatError) -> UInt32 {
        guard remaining >= 4 else { throw .truncated(offset: offset) }
        let high = try readUInt16()
        return UInt32(high) << 16 | UInt32(try readUInt16())
    }

    /// Reads `count` octets without copying them.
    @_lifetime(copy self)
    public mutating func readOctets(_ count: Int) throws(FormatError) -> Span<UInt8> {
        guard count >= 0, count <= remaining else { throw .truncated(offset: offset) }
        defer { offset += count }
        return message.extracting(offset..<offset + count)
    }

    /// Reads a name, which may be compressed.
    @_lifetime(copy self)
    public mutating func readName() throws(FormatError) -> NameView {
        try NameView(
            checking: message, from: offset, limit: end, allowsPointers: allowsPointers, end: &offset)
    }

    /// Reads the header.
    public mutating func readHeader() throws(FormatError) -> Header {
        guard remaining >= Header.length else { throw .truncated(offset: offset) }
        var header = Header(id: try readUInt16(), word: try readUInt16())
        header.questionCount = try readUInt16()
        header.answerCount = try readUInt16()
        header.authorityCount = try readUInt16()
        header.additionalCount = try readUInt16()
        return header
    }

    /// Reads an entry of the question section.
    public mutating func readQuestion() throws(FormatError) -> Question {
        let qname = Name(try readName())
        let qtype = RRType(rawValue: try readUInt16())
        return Question(qname, qtype, class: RRClass(rawValue: try readUInt16()))
    }

    /// Reads a record. Its RDATA must be exactly as long as its type demands.
    public mutating func readRecord() throws(FormatError) -> ResourceRecord {
        let owner = Name(try readName())
        let type = RRType(rawValue: try readUInt16())
        let recordClass = RRClass(rawValue: try readUInt16())
        let ttl = TTL(rawValue: try readUInt32())
        let length = Int(try readUInt16())
        guard length <= remaining else { throw .truncated(offset: offset) }

        let outerEnd = end
        end = offset + length
        defer { end = outerEnd }
        let rdata = try RData(reading: &self, type: type, class: recordClass)
        return ResourceRecord(owner, ttl: ttl, class: recordClass, rdata)
    }

    /// Reads the octets that are left, to the end of the RDATA.
    mutating func readRest() throws(FormatError) -> [UInt8] {
        Array(copying: try readOctets(remaining))
    }
}
