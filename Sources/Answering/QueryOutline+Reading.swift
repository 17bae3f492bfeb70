import RecordStore

// Reads what an answer depends on from a message, in one pass, in place, and into the place where the outline is kept.
//
// Nothing here allocates, traps on what a peer sent, or takes longer than the message is long. What every query goes
// through is inlined into `Engine.read`: calls and copies between these few steps would cost more than they do.
extension QueryOutline {
    /// Reads header and question; false when no more is to be read. `isCut` says that the message's end is missing.
    @inline(__always)
    mutating func readQuestion(of octets: Span<UInt8>, isCut: Bool) -> Bool {
        guard octets.count >= 12, octets[2] & 0x80 == 0 else { return stop(.drop) }
        guard octets[2] & 0x78 == 0 else { return stop(.notImplemented) }
        guard octets.bigEndianUInt16(at: 4) == 1, let nameLength = Self.nameLength(in: octets) else {
            return stop(.unreadable)
        }
        let end = 12 &+ nameLength
        guard end &+ 4 <= octets.count else { return stop(.unreadable) }
        self.nameLength = nameLength
        // QTYPE and QCLASS.
        let codes: UInt32 = octets.bigEndian(at: end)
        typeCode = UInt16(truncatingIfNeeded: codes >> 16)
        classCode = UInt16(truncatingIfNeeded: codes)
        return isCut ? stop(.malformed) : true
    }

    /// The length of the QNAME at offset 12, or nil: it holds no pointer, for nothing stands before it.
    @inline(__always)
    private static func nameLength(in octets: Span<UInt8>) -> Int? {
        var offset = 12
        while UInt(bitPattern: offset) < UInt(bitPattern: octets.count) {
            let length = Int(octets[offset])
            guard length != 0 else {
                return offset <= 266 ? offset &- 11 : nil
            }
            guard length < 64 else { return nil }
            offset &+= 1 &+ length
        }
        return nil
    }

    /// Reads the records behind the question; false when they are malformed, or EDNS is of another version.
    @inline(__always)
    mutating func readRecords(of octets: Span<UInt8>) -> Bool {
        let end = questionEnd
        // ANCOUNT, then NSCOUNT and ARCOUNT.
        guard octets.bigEndianUInt16(at: 6) != 0 || octets.bigEndian(at: 8, as: UInt32.self) != 0 else {
            return end == octets.count ? true : stop(.malformed)
        }
        let records = QueryRecords(octets, from: end)
        edns = records.edns
        return records.verdict == .ask ? true : stop(records.verdict)
    }

    /// Notes the zone of the QNAME, `length` octets long, and which of the labels left of it form a branch: the leading
    /// ones that begin with an underscore, at most two.
    @inline(__always)
    mutating func noteZone(_ zone: Int, length zoneLength: Int, of octets: Span<UInt8>) {
        let limit = nameLength &- zoneLength
        let isBranch = limit > 0 && octets[13] == UInt8(ascii: "_")
        note(zone: zone, branchLength: isBranch ? Self.branchLength(in: octets, upTo: limit) : 0)
    }

    /// The octets of the leading labels that begin with an underscore: at most two labels within `limit` octets.
    private static func branchLength(in octets: Span<UInt8>, upTo limit: Int) -> Int {
        var length = 0
        for _ in 0..<2 {
            guard length < limit, octets[12 + length] > 0, octets[13 + length] == UInt8(ascii: "_") else {
                break
            }
            length += 1 + Int(octets[12 + length])
        }
        return length
    }

    /// Notes the hash of the QNAME behind its branch: all that a server block needs is known.
    @inline(__always)
    mutating func noteHash(_ hash: OwnerHash, of octets: Span<UInt8>) {
        self.hash = hash(octets.extracting(12 &+ branchLength..<12 &+ nameLength))
        verdict = .ask
    }

    @discardableResult
    @inline(__always)
    mutating func stop(_ verdict: QueryOutline.Verdict) -> Bool {
        self.verdict = verdict
        return false
    }
}
