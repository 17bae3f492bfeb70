package import DNSWire

extension Owner {
    /// Every record that queries get of the owner and of the underscored names left of it, in class IN.
    package var records: [ResourceRecord] {
        guard let name = try? Name(wire: name) else { return [] }
        var records: [ResourceRecord] = []
        for index in 0..<setCount {
            let type = type(at: index)
            guard Remark(rawValue: type.rawValue) == nil, let image = image(for: type) else { continue }
            records += image.answerRecords(of: name)
        }
        for index in 0..<branchCount {
            let labels = branchLabels(at: index)
            guard let branch = branch(labels), let image = branch.image(for: branch.type) else { continue }
            var wire = labels.indices.map { labels[$0] }
            wire += name.wire
            guard let below = try? Name(wire: wire) else { continue }
            records += image.answerRecords(of: below)
        }
        return records
    }
}

extension ImageView {
    /// The records that a query for `name` gets in the answer section.
    package func answerRecords(of name: Name) -> [ResourceRecord] {
        records(answerCount, in: octets.extracting(0..<answerLength), of: name)
    }

    /// The records that a query for `name` gets in the authority section, of an image without answers.
    package func authorityRecords(of name: Name) -> [ResourceRecord] {
        records(authorityCount, in: octets, of: name)
    }

    /// The first `count` records of `section`, as a message whose question is for `name` has them.
    private func records(_ count: Int, in section: Span<UInt8>, of name: Name) -> [ResourceRecord] {
        let questionEnd = Header.length + name.wire.count + 4
        var message = [UInt8](repeating: 0, count: questionEnd + section.count)
        var octets = message.mutableSpan
        octets.copy(name.wire.span, at: Header.length)
        octets.copy(section, at: questionEnd)
        for index in 0..<pointerCount {
            let position = questionEnd + pointerPosition(index)
            guard position + 2 <= octets.count else { break }
            let target = UInt16(questionEnd) &+ octets.bigEndianUInt16(at: position)
            octets.setBigEndian(0xC000 | target & 0x3FFF, at: position)
        }
        var reader = MessageReader(message.span)
        var records: [ResourceRecord] = []
        records.reserveCapacity(count)
        guard (try? reader.readOctets(questionEnd)) != nil else { return [] }
        while records.count < count, let record = try? reader.readRecord() { records.append(record) }
        return records
    }
}
