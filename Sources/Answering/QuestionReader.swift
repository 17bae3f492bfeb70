/// Reads what an answer depends on from a message, in one pass and in place.
///
/// Nothing here allocates, traps on what a peer sent, or takes longer than the message is long.
struct QuestionReader: ~Escapable {
    private let octets: Span<UInt8>
    private(set) var outline = QueryOutline()

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) {
        self.octets = octets
    }

    /// Reads header and question; false when no more is to be read. `isCut` says that the message's end is missing.
    @_lifetime(self: copy self)
    mutating func readQuestion(isCut: Bool) -> Bool {
        guard octets.count >= 12, octets[2] & 0x80 == 0 else { return stop(.drop) }
        guard octets[2] & 0x78 == 0 else { return stop(.notImplemented) }
        guard octets.bigEndianUInt16(at: 4) == 1, let nameLength = readName() else {
            return stop(.unreadable)
        }
        let end = 12 + nameLength
        guard end + 4 <= octets.count else { return stop(.unreadable) }
        outline.nameLength = nameLength
        outline.typeCode = octets.bigEndianUInt16(at: end)
        outline.classCode = octets.bigEndianUInt16(at: end + 2)
        return isCut ? stop(.malformed) : true
    }

    /// The length of the QNAME at offset 12, or nil: it holds no pointer, for nothing stands before it.
    private func readName() -> Int? {
        var offset = 12
        while offset < octets.count {
            let length = Int(octets[offset])
            guard length != 0 else {
                return offset - 11 <= 255 ? offset - 11 : nil
            }
            guard length < 64 else { return nil }
            offset += 1 + length
        }
        return nil
    }

    /// Reads the records behind the question; false when they are malformed, or EDNS is of another version.
    @_lifetime(self: copy self)
    mutating func readRecords() -> Bool {
        let answers = Int(octets.bigEndianUInt16(at: 6))
        let authorities = Int(octets.bigEndianUInt16(at: 8))
        let additionals = Int(octets.bigEndianUInt16(at: 10))
        var offset = outline.questionEnd
        guard answers | authorities | additionals != 0 else {
            return offset == octets.count ? true : stop(.malformed)
        }
        var records = RecordSkipper(octets)
        guard
            let end = records.skip(
                answers: answers, authorities: authorities, additionals: additionals, from: offset)
        else { return stop(.malformed) }
        offset = end
        if let opt = records.opt {
            outline.hasOPT = true
            outline.payloadSize = octets.bigEndianUInt16(at: opt + 3)
            outline.wantsDNSSEC = octets[opt + 7] & 0x80 != 0
            guard octets[opt + 6] == 0 else { return stop(.badVersion) }
            guard readOptions(from: opt + 11, count: Int(octets.bigEndianUInt16(at: opt + 9))) else {
                outline.hasOPT = false
                return stop(.malformed)
            }
        }
        // More than an IXFR's SOA or an OPT and a TSIG is no query (as CoreDNS has it).
        guard offset == octets.count, answers <= 1, authorities <= 1, additionals <= 2 else {
            return stop(.malformed)
        }
        return true
    }

    /// Walks the options of the OPT record once (RFC 6891 §6.1.2); false when one runs past its end.
    @_lifetime(self: copy self)
    private mutating func readOptions(from start: Int, count: Int) -> Bool {
        var offset = start
        let end = start + count
        while offset < end {
            guard offset + 4 <= end else { return false }
            switch octets.bigEndianUInt16(at: offset) {
            case 3: outline.wantsNSID = true
            case 12: outline.wantsPadding = true
            default: break
            }
            offset += 4 + Int(octets.bigEndianUInt16(at: offset + 2))
        }
        return offset == end
    }

    /// Notes the zone of the QNAME, `length` octets long, and which of the labels left of it form a branch: the leading
    /// ones that begin with an underscore, at most two.
    @_lifetime(self: copy self)
    mutating func noteZone(_ zone: Int, length zoneLength: Int) {
        outline.zone = zone
        let limit = outline.nameLength - zoneLength
        var length = 0
        for _ in 0..<2 {
            guard length < limit, octets[12 + length] > 0, octets[13 + length] == UInt8(ascii: "_") else {
                break
            }
            length += 1 + Int(octets[12 + length])
        }
        outline.branchLength = length
    }

    /// Notes the hash of the QNAME behind its branch: all that a server block needs is known.
    @_lifetime(self: copy self)
    mutating func noteHash(_ hash: UInt64) {
        outline.hash = hash
        outline.verdict = .ask
    }

    @_lifetime(self: copy self)
    @discardableResult
    mutating func stop(_ verdict: QueryOutline.Verdict) -> Bool {
        outline.verdict = verdict
        return false
    }
}
