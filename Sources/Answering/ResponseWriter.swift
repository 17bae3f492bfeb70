package import DNSWire
package import RecordStore

/// Composes one response in octets that someone else owns.
///
/// The engine begins and finishes it; a responder puts at most one image between.
package struct ResponseWriter: ~Copyable, ~Escapable {
    private var octets: MutableSpan<UInt8>
    /// Octets written so far: the size of the response once it is finished.
    package private(set) var count = 0
    /// Where the question section ends.
    private var questionEnd = 12
    /// The most octets that sections may fill: the client's limit less the OPT record.
    private var limit = 512
    /// How the sections of this query are to be filled.
    private var style = ServerBlock.Style()
    /// Where the next rotation begins, as a fraction of 2^32.
    private var turn: UInt32 = 0
    /// QTYPE.
    private var typeCode: UInt16 = 0
    private var transport = Client.Transport.udp
    /// What the query's OPT record says.
    private var edns = EDNSOutline.Flags()
    /// Octets of the extended error that stands ready behind the place of the OPT record's head.
    private var explanationCount = 0

    /// A writer into `octets`: at least 4,096 for UDP, 65,535 for a stream.
    @_lifetime(copy octets)
    package init(_ octets: consuming MutableSpan<UInt8>) {
        self.octets = octets
    }

    /// Which link of the chain answered, as `ServerBlock.Chain.authors` has it; 0 when none did.
    var author: UInt8 = 0

    /// Whether it is not to be sent.
    private(set) var isWithheld = false

    /// The four bits of the RCODE that stand in the header.
    var rcode: UInt8 { octets[3] & 0x0F }

    /// Whether TC is set.
    package var isTruncated: Bool { octets[2] & 0x02 != 0 }

    // MARK: For the engine

    /// Copies ID, RD, CD and the question of `query`. `limit` is the most octets the response may have, of which an OPT
    /// record takes its part if the query has one.
    @inline(__always)
    mutating func begin(
        _ query: borrowing Query, limit: Int, style: ServerBlock.Style = .init(), turn: UInt32 = 0,
        nsidCount: Int = 0
    ) {
        questionEnd = query.outline.questionEnd
        // ID, flags and the four counts, as two numbers: of the flags QR is set, and OPCODE, RD and CD come back.
        let head: UInt64 = query.octets.bigEndian(at: 0)
        octets.setBigEndian(
            head & 0xFFFF_7910_0000_0000 | 0x0000_8000_0000_0000 | (questionEnd == 12 ? 0 : 0x0001_0000),
            at: 0)
        octets.setBigEndian(UInt32(0), at: 8)
        octets.copy(query.octets.extracting(12..<questionEnd), at: 12)
        count = questionEnd
        self.limit = query.outline.hasOPT ? limit - (nsidCount == 0 ? 11 : 15 + nsidCount) : limit
        self.style = style
        self.turn = turn
        typeCode = query.outline.typeCode
        transport = query.client.transport
        edns = query.outline.edns.flags
        explanationCount = 0
    }

    /// Whether addresses may be rotated, and a part of an answer is better than none. (A and AAAA as numbers, because each
    /// constant of another module is a call.)
    private var holdsAddresses: Bool { typeCode == 1 || typeCode == 28 }
    private var hasOPT: Bool { edns.contains(.isPresent) }
    /// Whether the response is padded: only where nobody sees but its length.
    private var isPadded: Bool { edns.contains(.wantsPadding) && transport == .tls }

    /// Has `order` rearrange the addresses of the answer section, whose records are alike but for them.
    mutating func rearrangeAddresses(
        by order: any AddressOrder, for query: borrowing Query, random: UInt32
    ) {
        let count = Int(octets.bigEndianUInt16(at: 6))
        guard holdsAddresses, count > 1,
            var addresses = octets.addresses(count, of: query.type, from: questionEnd)
        else { return }
        order.rearrange(&addresses, for: query, random: random)
        guard addresses.count == count else { return }
        octets.setAddresses(addresses, of: query.type, from: questionEnd)
    }

    /// Appends the OPT record: version 0, our own payload size, DO as asked (RFC 6891 §6.1.3, RFC 3225 §3).
    mutating func finishOPT(_ rcode: RCode, wantsDNSSEC: Bool, nsid: Span<UInt8>) {
        octets[count] = 0
        octets.setBigEndian(RRType.opt.rawValue, at: count + 1)
        octets.setBigEndian(UInt16(Engine.payloadSize), at: count + 3)
        octets[count + 5] = UInt8(truncatingIfNeeded: rcode.rawValue >> 4)
        octets[count + 6] = 0
        octets[count + 7] = wantsDNSSEC ? 0x80 : 0
        octets[count + 8] = 0
        let optionsCount = explanationCount + (nsid.isEmpty ? 0 : 4 + nsid.count)
        octets.setBigEndian(UInt16(truncatingIfNeeded: optionsCount), at: count + 9)
        count += 11 + explanationCount
        if !nsid.isEmpty {
            octets.setBigEndian(EDNSOptionCode.nsid.rawValue, at: count)
            octets.setBigEndian(UInt16(nsid.count), at: count + 2)
            octets.copy(nsid, at: count + 4)
            count += 4 + nsid.count
        }
        if isPadded { pad(lengthAt: count - 2 - optionsCount) }
        octets.setBigEndian(octets.bigEndianUInt16(at: 10) + 1, at: 10)
    }

    /// Ends the OPT record, whose length stands at `position`, with as much padding as makes the response a multiple of 468
    /// octets long (RFC 8467 §4.1), where there is room.
    private mutating func pad(lengthAt position: Int) {
        let start = count + 4
        let end = min((start + 467) / 468 * 468, 65_535)
        guard start <= end else { return }
        octets.setBigEndian(EDNSOptionCode.padding.rawValue, at: count)
        octets.setBigEndian(UInt16(truncatingIfNeeded: end - start), at: count + 2)
        for offset in start..<end { octets[offset] = 0 }
        octets.setBigEndian(
            octets.bigEndianUInt16(at: position) + UInt16(truncatingIfNeeded: end - count), at: position)
        count = end
    }

    /// Composes the whole response to a query that reaches no server block, with a reason for people.
    mutating func fail(_ query: borrowing Query, _ code: ExtendedErrorCode, _ reason: borrowing String) {
        fail(query, code, reason.utf8Span.span)
    }

    /// The same; without a reason when that is empty.
    mutating func fail(
        _ query: borrowing Query, _ code: ExtendedErrorCode = .other, _ reason: Span<UInt8> = Span()
    ) {
        begin(query, limit: 512)
        let rcode: RCode =
            switch query.outline.verdict {
            case .drop, .ask, .transfer, .refused: .refused
            case .notImplemented: .notimp
            case .unreadable, .malformed: .formerr
            case .badVersion: .badvers
            }
        if query.outline.verdict == .notImplemented {
            // Whatever the OPCODE, of the other flags only RD comes back.
            octets[2] = 0x80 | query.octets[2] & 0x79
            octets[3] = 0
        }
        fail(rcode)
        if !reason.isEmpty { explain(code, text: reason) }
        if query.outline.hasOPT {
            finishOPT(rcode, wantsDNSSEC: query.outline.wantsDNSSEC, nsid: Span())
        }
    }

    // MARK: For responders

    /// An answer without records.
    package mutating func fail(_ rcode: RCode, authoritative: Bool = false) {
        empty(rcode.rawValue, authoritative: authoritative)
    }

    /// The same for the number of an RCODE: a constant of another module is a call.
    @inline(__always)
    private mutating func empty(_ rcode: UInt16, authoritative: Bool) {
        count = questionEnd
        let flags = octets.bigEndianUInt16(at: 2) & ~0x040F
        octets.setBigEndian(flags | (authoritative ? 0x0400 : 0) | rcode & 0x0F, at: 2)
    }

    /// No response at all.
    package mutating func withhold() {
        fail(.noerror)
        isWithheld = true
    }

    /// A positive answer: as much of `image` as fits.
    ///
    /// Glue that does not fit is left out without TC. An answer that does not fit is cut between records: addresses, and
    /// whatever travels over a stream, to as many as fit; other sets to none (RFC 2181 §9).
    package mutating func answer(_ image: ImageView) { put(image, authoritative: true) }

    /// A positive answer from an image that stands in no store.
    package mutating func answer(_ image: borrowing AnswerImage, authoritative: Bool = true) {
        put(image.view, authoritative: authoritative)
    }

    @inline(__always)
    private mutating func put(_ image: ImageView, authoritative: Bool) {
        empty(0, authoritative: authoritative)
        let room = limit &- questionEnd
        var length = image.octets.count
        if length > room || style.isMinimal {
            guard image.answerLength <= room else { return cut(image, room: room) }
            if length > room || image.answerCount > 0 { length = image.answerLength }
        }
        if image.answerCount > 1, style.rotates, holdsAddresses, image.stride > 0 {
            rotate(image)
            octets.copy(
                image.octets.extracting(image.answerLength..<length), at: questionEnd + image.answerLength)
        } else {
            octets.copy(image.octets.extracting(first: length), at: questionEnd)
        }
        count = questionEnd &+ length
        completePointers(of: image)
        octets.setBigEndian(UInt16(truncatingIfNeeded: image.answerCount), at: 6)
        guard length > image.answerLength else { return }
        octets.setBigEndian(UInt16(truncatingIfNeeded: image.authorityCount), at: 8)
        octets.setBigEndian(UInt16(truncatingIfNeeded: image.additionalCount), at: 10)
    }

    /// A negative answer: NXDOMAIN, or NODATA when `rcode` is NOERROR, with the zone's SOA (RFC 2308 §2).
    package mutating func negative(_ rcode: RCode, soa: ImageView) {
        empty(rcode.rawValue, authoritative: true)
        append(soa)
        octets[9] = 1
    }

    /// The zone's SOA as the answer to a query for it.
    package mutating func soaAnswer(_ soa: ImageView) {
        fail(.noerror, authoritative: true)
        append(soa)
        octets[7] = 1
    }

    /// Whether the client reads why a response is as it is, and may be told.
    package var takesExplanation: Bool { hasOPT && style.explains }

    /// Has the OPT record say why the response is as it is (RFC 8914 §2), for people: the last thing that a responder does.
    /// Nothing without EDNS, or room; a text that does not fit is left out.
    package mutating func explain(_ code: ExtendedErrorCode, text: Span<UInt8>) {
        let room = limit - count - 6
        guard takesExplanation, room >= 0 else { return }
        let text = text.count <= room ? text : Span()
        let start = count + 11
        octets.setBigEndian(EDNSOptionCode.extendedError.rawValue, at: start)
        octets.setBigEndian(UInt16(truncatingIfNeeded: 2 + text.count), at: start + 2)
        octets.setBigEndian(code.rawValue, at: start + 4)
        octets.copy(text, at: start + 6)
        explanationCount = 6 + text.count
    }

    /// The same with a text of our own.
    package mutating func explain(_ code: ExtendedErrorCode, text: borrowing String) {
        explain(code, text: text.utf8Span.span)
    }

    /// Sets and clears flags of the answer composed so far.
    mutating func apply(_ edit: HeaderEdit) {
        octets.setBigEndian(octets.bigEndianUInt16(at: 2) & ~edit.clear | edit.set, at: 2)
    }

    // MARK: Parts

    @inline(__always)
    private mutating func append(_ image: ImageView) {
        octets.copy(image.octets, at: count)
        count &+= image.octets.count
        completePointers(of: image)
    }

    /// Copies the answer section with its records turned: from one of them to the last, then from the first on.
    private mutating func rotate(_ image: ImageView) {
        let first = Int((UInt64(turn) &* UInt64(image.answerCount)) >> 32)
        let split = first * image.stride
        octets.copy(image.octets.extracting(split..<image.answerLength), at: questionEnd)
        octets.copy(image.octets.extracting(0..<split), at: questionEnd + image.answerLength - split)
    }

    /// Writes as many whole records of the answer section as `room` octets hold, and TC.
    private mutating func cut(_ image: ImageView, room: Int) {
        octets[2] |= 0x02
        guard holdsAddresses || transport != .udp else { return }
        if image.stride > 0, image.pointerCount == 0 {
            let fitting = room / image.stride
            let first = style.rotates ? Int((UInt64(turn) &* UInt64(image.answerCount)) >> 32) : 0
            let ahead = min(fitting, image.answerCount - first)
            let start = first * image.stride
            octets.copy(image.octets.extracting(start..<start + ahead * image.stride), at: questionEnd)
            let behind = (fitting - ahead) * image.stride
            octets.copy(image.octets.extracting(0..<behind), at: questionEnd + ahead * image.stride)
            count = questionEnd + fitting * image.stride
            octets.setBigEndian(UInt16(truncatingIfNeeded: fitting), at: 6)
            return
        }
        var length = 0
        var fitting = 0
        while fitting < image.answerCount {
            let end = image.recordEnd(after: length)
            guard end <= room else { break }
            length = end
            fitting += 1
        }
        octets.copy(image.octets.extracting(0..<length), at: questionEnd)
        count = questionEnd + length
        completePointers(of: image)
        octets.setBigEndian(UInt16(truncatingIfNeeded: fitting), at: 6)
    }

    /// Turns the distances that stand in the image into compression pointers, now that the question's end is known.
    @inline(__always)
    private mutating func completePointers(of image: ImageView) {
        var index = 0
        while index < image.pointerCount {
            let position = questionEnd &+ image.pointerPosition(index)
            guard position &+ 2 <= count else { return }
            let distance = octets.bigEndianUInt16(at: position)
            octets.setBigEndian(
                0xC000 | (UInt16(truncatingIfNeeded: questionEnd) &+ distance) & 0x3FFF, at: position)
            index &+= 1
        }
    }
}

extension ImageView {
    /// Where the record of the answer section that begins at `start` ends.
    fileprivate func recordEnd(after start: Int) -> Int {
        var offset = start
        while octets[offset] != 0, octets[offset] < 64 { offset += 1 + Int(octets[offset]) }
        offset += octets[offset] == 0 ? 1 : 2
        return offset + 10 + Int(octets.bigEndianUInt16(at: offset + 8))
    }
}
