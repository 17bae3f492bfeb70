import RecordStore

/// What the records behind the question say. Few octets, so that they are handed on in registers.
struct QueryRecords: BitwiseCopyable {
    /// `ask` when they are well formed; `malformed` or `badVersion` otherwise.
    private(set) var verdict = QueryOutline.Verdict.ask
    private(set) var edns = EDNSOutline()

    /// Reads the records of `octets`, a message whose question ends at `start`.
    @inline(never)  // Most queries have none.
    init(_ octets: Span<UInt8>, from start: Int) {
        let answers = Int(octets.bigEndianUInt16(at: 6))
        let authorities = Int(octets.bigEndianUInt16(at: 8))
        let additionals = Int(octets.bigEndianUInt16(at: 10))
        var records = RecordSkipper(octets)
        guard
            let end = records.skip(
                answers: answers, authorities: authorities, additionals: additionals, from: start)
        else {
            verdict = .malformed
            return
        }
        if let opt = records.opt {
            edns.flags = .isPresent
            edns.payloadSize = octets.bigEndianUInt16(at: opt + 3)
            if octets[opt + 7] & 0x80 != 0 { edns.flags.insert(.wantsDNSSEC) }
            guard octets[opt + 6] == 0 else {
                verdict = .badVersion
                return
            }
            guard readOptions(octets, from: opt + 11, count: Int(octets.bigEndianUInt16(at: opt + 9))) else {
                edns.flags.remove(.isPresent)
                verdict = .malformed
                return
            }
        }
        // More than an IXFR's SOA or an OPT and a TSIG is no query (as CoreDNS has it).
        guard end == octets.count, answers <= 1, authorities <= 1, additionals <= 2 else {
            verdict = .malformed
            return
        }
    }

    /// Walks the options of the OPT record once (RFC 6891 §6.1.2); false when one runs past its end.
    private mutating func readOptions(_ octets: Span<UInt8>, from start: Int, count: Int) -> Bool {
        var offset = start
        let end = start + count
        while offset < end {
            guard offset + 4 <= end else { return false }
            switch octets.bigEndianUInt16(at: offset) {
            case 3: edns.flags.insert(.wantsNSID)
            case 12: edns.flags.insert(.wantsPadding)
            default: break
            }
            offset += 4 + Int(octets.bigEndianUInt16(at: offset + 2))
        }
        return offset == end
    }
}
