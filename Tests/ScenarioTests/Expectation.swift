import DNSWire

/// What is to come back, as the lines under `ask` describe it.
struct Expectation {
    /// A section's records, or their number.
    private enum Records {
        case listed([[Substring]])
        case counted(Int)
    }

    private var isSilent = false
    private var rcode = ""
    private var flags: [Substring] = []
    private var sections: [Message.Section: Records] = [:]
    private var largest = 65_535
    /// What the extended error says: its code and text; nil: whatever it says.
    private var explanation: String?
    /// Whether the zone's SOA is to stand in the authority section.
    private var isNegative = false

    init?(_ lines: [[Substring]]) {
        guard let first = lines.first else { return nil }
        guard first != ["no", "response"] else {
            isSilent = true
            return
        }
        isNegative = first == ["NODATA"] || first == ["NXDOMAIN"]
        rcode = first[0] == "NODATA" ? "NOERROR" : String(first[0])
        flags = isNegative ? ["aa"] : Array(first.dropFirst())
        for line in lines.dropFirst() {
            guard add(line) else { return nil }
        }
    }

    private mutating func add(_ line: [Substring]) -> Bool {
        let rest = Array(line.dropFirst())
        switch line[0] {
        case "answer": list(rest, in: .answer)
        case "authority": list(rest, in: .authority)
        case "additional": list(rest, in: .additional)
        case "answers": sections[.answer] = Int(rest[0]).map { .counted($0) }
        case "additionals": sections[.additional] = Int(rest[0]).map { .counted($0) }
        case "ede": explanation = rest.joined(separator: " ")
        case "at": largest = Int(rest[1]) ?? 0
        default: return false
        }
        return true
    }

    private mutating func list(_ record: [Substring], in section: Message.Section) {
        var records: [[Substring]] = []
        if case .listed(let others) = sections[section] { records = others }
        sections[section] = .listed(records + [record])
    }

    /// Where `response` to `question` is not what is expected: a line each.
    func differences(of response: [UInt8]?, to question: Question) -> [String] {
        guard let response else { return isSilent ? [] : ["no response"] }
        guard !isSilent else { return ["a response"] }
        let message: Message
        do {
            message = try Message(reading: response)
        } catch {
            return ["not a message: \(error)"]
        }
        let etiquette = Etiquette(question: question, response: response, message: message).breaches
        return etiquette
            + [
                difference("RCODE", message.rcode.description, rcode),
                difference("flags", message.flagNames, flags.joined(separator: " ")),
                explanation.flatMap { difference("the extended error", message.explanation, $0) },
                response.count <= largest ? nil : "\(response.count) octets",
            ].compactMap(\.self)
            + [Message.Section.answer, .authority, .additional].flatMap { differences(of: message, in: $0) }
    }

    private func difference(_ what: String, _ found: String, _ expected: String) -> String? {
        found == expected ? nil : "\(what) is \(found), expected \(expected)"
    }

    private func differences(of message: Message, in section: Message.Section) -> [String] {
        let found = message.lines(of: section)
        if isNegative, section == .authority {
            return found.count == 1 && found[0].contains(" IN SOA ns.dns.") ? [] : ["authority: \(found)"]
        }
        switch sections[section] {
        case nil: return found.map { "unexpected in \(section): \($0)" }
        case .counted(let count): return found.count == count ? [] : ["\(section) has \(found.count) records"]
        case .listed(var expected):
            var surplus: [String] = []
            for line in found {
                if let index = expected.firstIndex(where: { line.matches($0) }) {
                    expected.remove(at: index)
                } else {
                    surplus.append("unexpected in \(section): \(line)")
                }
            }
            return surplus + expected.map { "missing in \(section): \($0.joined(separator: " "))" }
        }
    }
}

extension Message {
    /// The flags that scenarios speak of.
    fileprivate var flagNames: String {
        [(Header.Flags.aa, "aa"), (.tc, "tc")].filter { flags.contains($0.0) }.map(\.1).joined(separator: " ")
    }

    /// The code and the text of the extended error; empty when there is none.
    fileprivate var explanation: String {
        for case .extendedError(let error) in edns?.options ?? [] {
            return "\(error.code.rawValue) \(error.text)"
        }
        return ""
    }

    /// The records of a section in presentation format, without OPT.
    func lines(of section: Section) -> [String] {
        let records =
            switch section {
            case .answer: answer
            case .authority: authority
            case .additional: additional.filter { $0.type != .opt }
            default: [ResourceRecord]()
            }
        return records.map(\.description)
    }
}

extension String {
    /// Whether the words of this line are `fields`, of which `*` is any.
    fileprivate func matches(_ fields: [Substring]) -> Bool {
        let words = split(separator: " ")
        return words.count == fields.count && zip(words, fields).allSatisfy { $1 == "*" || $0 == $1 }
    }
}
