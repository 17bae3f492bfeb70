import RecordStore

/// Walks over the records behind the question of a query: they must be well formed, and only OPT means anything.
struct RecordSkipper: ~Escapable {
    private let octets: Span<UInt8>
    /// Where the OPT record begins, once one was seen.
    private(set) var opt: Int?

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) {
        self.octets = octets
    }

    /// Where the last record ends, or nil: a record is cut, a name is malformed, OPT stands twice or out of place, or a
    /// TSIG is not the last record (RFC 6891 §6.1.1, RFC 8945 §5.1).
    @_lifetime(self: copy self)
    mutating func skip(answers: Int, authorities: Int, additionals: Int, from start: Int) -> Int? {
        let total = answers + authorities + additionals
        var offset = start
        for index in 0..<total {
            guard let end = skipName(at: offset), end + 10 <= octets.count else { return nil }
            switch octets.bigEndianUInt16(at: end) {
            case 41:
                guard index >= answers + authorities, end == offset + 1, opt == nil else { return nil }
                opt = offset
            case 250:
                guard index == total - 1, additionals > 0, octets.bigEndianUInt16(at: end + 2) == 255 else {
                    return nil
                }
            default:
                break
            }
            offset = end + 10 + Int(octets.bigEndianUInt16(at: end + 8))
            guard offset <= octets.count else { return nil }
        }
        return offset
    }

    /// Where the name at `start` ends. A pointer is not followed, but it must point backwards and past the header.
    private func skipName(at start: Int) -> Int? {
        var offset = start
        while offset < octets.count {
            let length = Int(octets[offset])
            switch length {
            case 0:
                return offset - start < 255 ? offset + 1 : nil
            case 1..<64:
                offset += 1 + length
            case 0xC0...:
                guard offset + 1 < octets.count else { return nil }
                let target = (length & 0x3F) << 8 | Int(octets[offset + 1])
                return (12..<start).contains(target) ? offset + 2 : nil
            default:
                return nil
            }
        }
        return nil
    }
}
