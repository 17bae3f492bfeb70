/// Writes a message into octets that someone else owns, section by section.
///
/// What does not fit is not written at all, so a message is cut only between records; setting TC is up to the caller.
/// Owner names, and the names in RDATA of RFC 1035's types, are compressed.
public struct MessageWriter: ~Copyable, ~Escapable {
    private var octets: MutableSpan<UInt8>
    private var compressor = NameCompressor()
    private var section = Message.Section.question
    /// Whether something since the last mark had no room.
    private var hasOverflowed = false

    /// The header, which `finish` writes. The counts in it are the writer's business.
    public var header: Header
    /// Octets written so far, the header's twelve included.
    public private(set) var count = Header.length
    /// Whether names are compressed at all; they are, unless someone says otherwise.
    public var compressesNames = true
    /// Octets at the end that stay free for what must still come, such as an OPT record.
    public var reserved = 0

    /// A writer of a message into `octets`, of which it uses 65,535 at most. Fewer than twelve take nothing.
    @_lifetime(copy octets)
    public init(_ octets: consuming MutableSpan<UInt8>, header: Header) {
        self.octets = octets
        self.header = header
        self.header.questionCount = 0
        self.header.answerCount = 0
        self.header.authorityCount = 0
        self.header.additionalCount = 0
    }

    /// Adds a question. False, and nothing written, when it does not fit or records were written before.
    public mutating func append(_ question: Question) -> Bool {
        append(to: .question) { writer in
            writer.put(question.qname, compressed: true)
            writer.put(question.qtype.rawValue)
            writer.put(question.qclass.rawValue)
        }
    }

    /// Adds a record. False, and nothing written, when it does not fit or a later section was begun before.
    public mutating func append(_ record: ResourceRecord, to section: Message.Section) -> Bool {
        guard section != .question else { return false }
        return append(to: section) { writer in
            writer.put(record.owner, compressed: true)
            writer.put(record.type.rawValue)
            writer.put(record.class.rawValue)
            writer.put(record.ttl.rawValue)
            writer.putLengthPrefixed { writer in record.rdata.fields.write(to: &writer) }
        }
    }

    /// Writes the header. Returns the octets of the whole message.
    public consuming func finish() -> Int {
        guard octets.count >= Header.length else { return 0 }
        let words = [
            header.id, header.word, header.questionCount, header.answerCount, header.authorityCount,
            header.additionalCount,
        ]
        for (index, word) in words.enumerated() { set(word, at: 2 * index) }
        return count
    }

    /// Writes an entry of `section` whole or not at all.
    private mutating func append(
        to section: Message.Section, _ body: (inout MessageWriter) -> Void
    ) -> Bool {
        guard section >= self.section, header[section] < .max else { return false }
        let mark = (octets: count, names: compressor.count)
        body(&self)
        guard !hasOverflowed else {
            count = mark.octets
            compressor.forget(downTo: mark.names)
            hasOverflowed = false
            return false
        }
        self.section = section
        header[section] += 1
        return true
    }
}

// The fields of a message, as RDATA writes itself.
extension MessageWriter {
    /// Whether `length` more octets fit. If not, nothing more is written until the entry is taken back.
    private mutating func hasRoom(for length: Int) -> Bool {
        if count + length > min(octets.count, Int(UInt16.max)) - reserved { hasOverflowed = true }
        return !hasOverflowed
    }

    mutating func put(_ octet: UInt8) {
        guard hasRoom(for: 1) else { return }
        octets[count] = octet
        count += 1
    }

    mutating func put(_ number: UInt16) {
        guard hasRoom(for: 2) else { return }
        set(number, at: count)
        count += 2
    }

    mutating func put(_ number: UInt32) {
        put(UInt16(truncatingIfNeeded: number >> 16))
        put(UInt16(truncatingIfNeeded: number))
    }

    mutating func put(_ source: some Collection<UInt8>) {
        guard hasRoom(for: source.count) else { return }
        for octet in source {
            octets[count] = octet
            count += 1
        }
    }

    /// Writes what `body` writes behind its length in two octets.
    mutating func putLengthPrefixed(_ body: (inout MessageWriter) -> Void) {
        let start = count
        put(UInt16(0))
        body(&self)
        guard !hasOverflowed else { return }
        set(UInt16(count - start - 2), at: start)
    }

    /// Writes a name. One that is not compressed is not pointed to later either (RFC 3597 §4).
    mutating func put(_ name: Name, compressed: Bool) {
        guard compressed, compressesNames else { return put(name.wire) }
        let labels = name.labelOffsets
        var node = NameCompressor.root
        var new = labels.count
        while new > 0, !hasOverflowed,
            let known = compressor.child(of: node, label: labels[new - 1], of: name.wire, in: octets.span)
        {
            node = known
            new -= 1
        }

        let start = count
        put(name.wire[..<(new < labels.count ? labels[new] : name.wire.count - 1)])
        if node == NameCompressor.root {
            put(UInt8(0))
        } else {
            put(0xC000 | UInt16(compressor.offset(of: node)))
        }
        guard !hasOverflowed else { return }
        while new > 0, start + labels[new - 1] < NameCompressor.offsetLimit {
            new -= 1
            node = compressor.insert(
                parent: node, label: labels[new], of: name.wire, at: start + labels[new])
        }
    }

    private mutating func set(_ number: UInt16, at position: Int) {
        octets[position] = UInt8(truncatingIfNeeded: number >> 8)
        octets[position + 1] = UInt8(truncatingIfNeeded: number)
    }
}

extension Header {
    /// How many entries `section` has.
    fileprivate subscript(section: Message.Section) -> UInt16 {
        get {
            switch section {
            case .question: questionCount
            case .answer: answerCount
            case .authority: authorityCount
            case .additional: additionalCount
            }
        }
        set {
            switch section {
            case .question: questionCount = newValue
            case .answer: answerCount = newValue
            case .authority: authorityCount = newValue
            case .additional: additionalCount = newValue
            }
        }
    }
}
