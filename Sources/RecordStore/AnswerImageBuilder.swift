package import DNSWire

/// Composes an `AnswerImage`, record by record, sections in order.
///
/// An image holds at most 65,535 answer records, 255 authority records, 65,535 additional records and 65,535 pointers,
/// far beyond what fits a message; records past that, and those that refer to a name in them, are left out.
package struct AnswerImageBuilder {
    /// How many octets of records have been written: where the next one begins, or a name that is appended next.
    ///
    /// Negative while the record begun last is one that is left out.
    package var position: Int { isLeavingOut ? -1 : octets.count }

    private var octets: [UInt8] = []
    private var pointers: [UInt32] = []
    private var header = ImageHeader()
    private var section = AnswerImage.Section.answer
    /// Size of the first answer record, which the others are compared with.
    private var firstSize = 0
    /// Where the record under way begins, and where its RDATA does; nil while there is none.
    private var record: (start: Int, data: Int)?
    private var isLeavingOut = false
    /// Names that begin where no compression pointer reaches, by position: they are written again when referred to.
    private var distantNames: [Int: SpelledName] = [:]

    /// The last position that a compression pointer reaches behind the longest question: 12 octets of header, 255 of
    /// QNAME, 4 of QTYPE and QCLASS come before the image, and an offset has 14 bits (RFC 1035 §4.1.4).
    static let reach = 0x3FFF - (12 + 255 + 4)

    private let rrclass: RRClass

    /// A builder of records of class IN, unless another is given.
    package init(class rrclass: RRClass = .in) {
        self.rrclass = rrclass
        // As much as most take.
        octets.reserveCapacity(96)
    }

    /// Begins a record; RDATA follows by `append`.
    package mutating func begin(
        _ section: AnswerImage.Section, owner: AnswerImage.NameReference, type: RRType, ttl: UInt32
    ) {
        endRecord()
        precondition(section.rawValue >= self.section.rawValue, "sections come in message order")
        self.section = section
        let name = written(SpelledName(rest: owner))
        isLeavingOut = name == nil || !hasRoom(in: section)
        guard let name, !isLeavingOut else { return }
        let start = position
        append(name)
        octets.append(bigEndian: type.rawValue)
        octets.append(bigEndian: rrclass.rawValue)
        octets.append(bigEndian: ttl)
        octets.append(bigEndian: UInt16(0))
        record = (start, position)
    }

    /// Appends octets to the RDATA of the record begun last, which has room for 65,535.
    package mutating func append(_ octets: [UInt8]) {
        guard !isLeavingOut else { return }
        self.octets += octets
    }

    // Not generic: a caller in another module would get the code for any number, which is ten times as much.

    /// Appends a number to the RDATA, the most significant octet first.
    package mutating func append(bigEndian number: UInt16) { appendData(number) }
    /// Appends a number to the RDATA, the most significant octet first.
    package mutating func append(bigEndian number: UInt32) { appendData(number) }
    /// Appends a number to the RDATA, the most significant octet first.
    package mutating func append(bigEndian number: UInt128) { appendData(number) }

    @inline(__always)
    private mutating func appendData(_ number: some FixedWidthInteger) {
        guard !isLeavingOut else { return }
        octets.append(bigEndian: number)
    }

    /// Appends a name to the RDATA: `labels` (wire form, no root) and then the rest by reference.
    package mutating func append(labels: [UInt8] = [], _ rest: AnswerImage.NameReference) {
        guard !isLeavingOut else { return }
        guard let name = written(SpelledName(labels: labels, rest: rest)) else { return leaveOut() }
        append(name)
    }

    /// The image of all records so far.
    package consuming func finish() -> AnswerImage {
        endRecord()
        header.pointerCount = UInt16(pointers.count)
        header.length = UInt32(octets.count)
        return AnswerImage(header: header, pointers: pointers, octets: octets)
    }
}

/// A name as the caller gave it.
private struct SpelledName {
    var labels: [UInt8] = []
    var rest: AnswerImage.NameReference
}

extension AnswerImageBuilder {
    /// `name` as it is written: what is out of a pointer's reach is spelled again. Nil when it was left out.
    private func written(_ name: SpelledName) -> SpelledName? {
        guard case .earlier(let position) = name.rest else { return name }
        guard position > Self.reach else { return position < 0 ? nil : name }
        // A name is kept as it was written, so its rest is within reach; and every name written out of reach is kept. A
        // position is no data: callers have it from this builder, so one without a name is a mistake in the code.
        guard let earlier = distantNames[position] else { preconditionFailure("no name at \(position)") }
        return SpelledName(labels: name.labels + earlier.labels, rest: earlier.rest)
    }

    private mutating func append(_ name: SpelledName) {
        if position > Self.reach { distantNames[position] = name }

        octets += name.labels
        switch name.rest {
        case .question: octets.append(bigEndian: UInt16(0xC00C))
        case .questionSuffix(let length): appendPointer(distance: -(4 + length))
        case .earlier(let earlier): appendPointer(distance: earlier)
        case .inFull(let name): octets += name.wire
        }
    }

    private mutating func appendPointer(distance: Int) {
        pointers.append(UInt32(octets.count))
        octets.append(bigEndian: Int16(distance))
    }

    /// Takes the record under way back.
    private mutating func leaveOut() {
        guard let start = record.take()?.start else { return }
        octets.removeLast(octets.count - start)
        pointers.removeAll { $0 >= start }
        isLeavingOut = true
    }

    /// Whether a record of `section`, with pointers for its owner and up to two names of RDATA, can be counted.
    private func hasRoom(in section: AnswerImage.Section) -> Bool {
        guard pointers.count + 3 <= UInt16.max else { return false }
        switch section {
        case .answer: return header.answerCount < .max
        case .authority: return header.authorityCount < .max
        case .additional: return header.additionalCount < .max
        }
    }

    /// Writes RDLENGTH of the record under way and counts it.
    private mutating func endRecord() {
        guard let (start, data) = record.take() else { return }
        let length = UInt16(octets.count - data)
        octets[data - 2] = UInt8(length >> 8)
        octets[data - 1] = UInt8(truncatingIfNeeded: length)
        switch section {
        case .answer:
            let size = octets.count - start
            if header.answerCount == 0 {
                header.isUniform = 1
                firstSize = size
            } else if size != firstSize {
                header.isUniform = 0
            }
            header.answerCount += 1
            header.answerLength = UInt32(octets.count)
        case .authority: header.authorityCount += 1
        case .additional: header.additionalCount += 1
        }
    }
}

extension [UInt8] {
    @inline(__always)
    fileprivate mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        let count = Number.bitWidth / 8
        append(addingCapacity: count) { octets in
            for index in 0..<count {
                octets.append(UInt8(truncatingIfNeeded: number &>> Number(8 * (count - 1 - index))))
            }
        }
    }
}
