/// What a log says of a whole message, found in place: no record becomes a value.
package struct MessageSurvey {
    /// The single bits of the header.
    package let flags: Header.Flags
    /// The RCODE, all twelve bits.
    package let rcode: RCode
    /// The octets that the message would take if no name in it were compressed.
    package let uncompressedLength: Int

    /// Looks at all that the header of `message` counts; lengths in it are checked, what records say is not.
    package init(_ message: Span<UInt8>) throws(FormatError) {
        var reader = MessageReader(message)
        let header = try reader.readHeader()
        var length = Header.length
        var upperRCode: UInt32 = 0
        for _ in 0..<header.questionCount {
            length += try reader.readName().length + 4
            _ = try reader.readUInt32()
        }
        for _ in 0..<Int(header.answerCount) + Int(header.authorityCount) + Int(header.additionalCount) {
            length += try reader.readName().length + 10
            let type = RRType(rawValue: try reader.readUInt16())
            let rrclass = RRClass(rawValue: try reader.readUInt16())
            let ttl = try reader.readUInt32()
            // The RCODE's upper octet stands first in the TTL of OPT (RFC 6891 §6.1.3).
            if type == .opt { upperRCode = ttl >> 24 }
            length += try reader.uncompressedDataLength(type, rrclass)
        }
        flags = header.flags
        rcode = RCode(rawValue: UInt16(upperRCode) << 4 | header.rcode.rawValue)
        uncompressedLength = length
    }
}

extension MessageReader {
    /// Reads RDLENGTH and RDATA; returns how many octets RDATA takes when no name in it is compressed.
    fileprivate mutating func uncompressedDataLength(
        _ type: RRType, _ rrclass: RRClass
    ) throws(FormatError) -> Int {
        let count = Int(try readUInt16())
        let end = offset + count
        let layout = RData.hasForm(type, class: rrclass, isEmpty: count == 0) ? NameLayout(type) : nil
        guard let layout else {
            _ = try readOctets(count)
            return count
        }
        _ = try readOctets(layout.offset)
        var length = layout.offset
        for _ in 0..<layout.names { length += try readName().length }
        guard offset <= end else { throw .rdataLength(offset: offset) }
        length += end - offset
        _ = try readOctets(end - offset)
        return length
    }
}

/// Where the names are in RDATA of the types that may have compressed ones.
private struct NameLayout {
    /// How many octets stand before the first name.
    let offset: Int
    /// How many names follow each other.
    let names: Int

    /// Nil for a type without names.
    init?(_ type: RRType) {
        switch type {
        case .cname, .ns, .ptr: (offset, names) = (0, 1)
        case .soa: (offset, names) = (0, 2)
        case .mx: (offset, names) = (2, 1)
        case .srv: (offset, names) = (6, 1)
        default: return nil
        }
    }
}
