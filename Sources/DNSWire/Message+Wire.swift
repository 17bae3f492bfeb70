extension Message {
    /// Reads a whole message: all that its header counts and nothing behind, at most one OPT record, in its place.
    public init(reading octets: Span<UInt8>) throws(FormatError) {
        var reader = MessageReader(octets)
        let header = try reader.readHeader()
        self.init(header: header)
        for _ in 0..<header.questionCount { questions.append(try reader.readQuestion()) }
        for _ in 0..<header.answerCount { answer.append(try reader.readRecord(in: .answer)) }
        for _ in 0..<header.authorityCount { authority.append(try reader.readRecord(in: .authority)) }
        var hasOPT = false
        for _ in 0..<header.additionalCount {
            let offset = reader.offset
            let record = try reader.readRecord(in: .additional)
            additional.append(record)
            guard record.type == .opt else { continue }
            guard !hasOPT else { throw .misplacedOPT(offset: offset) }
            hasOPT = true
        }
        guard reader.isAtEnd else { throw .trailingOctets(offset: reader.offset) }
    }

    /// Reads a whole message, as `init(reading:)` of a span.
    public init(reading octets: [UInt8]) throws(FormatError) {
        try self.init(reading: octets.span)
    }

    /// The message's octets, `limit` at most (between 12 and 65,535).
    ///
    /// What does not fit is left out record by record: TC is set when a question, an answer or an authority record is, and no
    /// section follows. The OPT record always has its room.
    public func encoded(limit: Int = Int(UInt16.max)) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: min(max(limit, Header.length), Int(UInt16.max)))
        let count = write(into: octets.mutableSpan)
        octets.removeSubrange(count...)
        return octets
    }

    /// Writes the message into `octets`, cut to their size as `encoded(limit:)` does. Returns how many it takes.
    public func write(into octets: consuming MutableSpan<UInt8>) -> Int {
        var writer = MessageWriter(octets, header: header)
        if let edns { writer.reserved = 11 + RData.OPT(edns.options).length }

        var isWhole = true
        for question in questions where isWhole { isWhole = writer.append(question) }
        for record in answer where isWhole { isWhole = writer.append(record, to: .answer) }
        for record in authority where isWhole { isWhole = writer.append(record, to: .authority) }
        if !isWhole { writer.header.flags.insert(.tc) }

        for record in additional {
            if record.type == .opt { writer.reserved = 0 }
            guard isWhole || record.type == .opt else { continue }
            isWhole = writer.append(record, to: .additional) && isWhole
        }
        return writer.finish()
    }
}

extension Message {
    /// The octets that the message would take if no name in it were compressed; may be more than a message can have.
    public var uncompressedLength: Int {
        let questions = questions.reduce(Header.length) { $0 + $1.qname.wire.count + 4 }
        return [answer, authority, additional].joined().reduce(questions) { $0 + $1.uncompressedLength }
    }
}

extension ResourceRecord {
    /// The octets that the record takes when no name in it is compressed.
    var uncompressedLength: Int { owner.wire.count + 10 + rdata.fields.length }
}

extension MessageReader {
    /// Reads a record of `section`, where an OPT record must be the root's and in the additional section.
    fileprivate mutating func readRecord(
        in section: Message.Section
    ) throws(FormatError) -> ResourceRecord {
        let start = offset
        let record = try readRecord()
        guard record.type != .opt || section == .additional && record.owner.isRoot else {
            throw .misplacedOPT(offset: start)
        }
        return record
    }
}
