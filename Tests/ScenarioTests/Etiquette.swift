import DNSWire

/// What holds for every response, whatever was asked.
struct Etiquette {
    let question: Question
    let response: [UInt8]
    let message: Message

    /// Where the response breaks it: a line each.
    var breaches: [String] {
        let query = question.octets
        var breaches: [String] = []
        func expect(_ holds: Bool, _ breach: String) {
            if !holds { breaches.append(breach) }
        }
        expect(response[0..<2] == query[0..<2], "another ID")
        expect(response[2] & 0xF9 == query[2] & 0x79 | 0x80, "QR clear, or another OPCODE or RD")
        let copied: UInt8 = message.opcode == .query ? 0x10 : 0
        expect(response[3] & 0xF0 == query[3] & copied, "RA, AD or Z set, or another CD")
        if !message.questions.isEmpty {
            let end = question.questionEnd
            expect(response[12..<end] == query[12..<end], "another question")
        } else {
            expect(message.rcode == .notimp || message.rcode == .formerr, "no question")
        }
        for section in [Message.Section.answer, .authority, .additional] {
            let lines = message.lines(of: section)
            expect(Set(lines).count == lines.count, "a record twice in \(section)")
        }
        expectEDNS(&breaches)
        return breaches
    }

    /// An OPT record of our own comes back exactly if one could be read.
    private func expectEDNS(_ breaches: inout [String]) {
        let isReadable = message.rcode != .formerr && message.rcode != .notimp
        guard isReadable else { return }
        guard question.optCount > 0 else {
            if message.edns != nil { breaches.append("an OPT record that nobody asked for") }
            return
        }
        guard let edns = message.edns else { return breaches.append("no OPT record") }
        // What brings nothing says why.
        let bringsNothing =
            message.answer.isEmpty && message.rcode != .badvers && !message.flags.contains(.tc)
        if edns.version != 0 || edns.udpPayloadSize != 1232 || edns.dnssecOK != question.wantsDNSSEC
            || edns.options.count != (bringsNothing ? 1 : 0)
        {
            breaches.append("another OPT record: \(edns)")
        }
    }
}
