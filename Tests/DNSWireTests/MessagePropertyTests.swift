import DNSWire
import Testing

/// What holds for any message; each seed makes forty of them.
@Suite struct MessagePropertyTests {
    @Test("A message that is written and read again is the same", arguments: 0..<25)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let message = random.message()
            let octets = message.encoded()
            let read = try Message(reading: octets)
            #expect(read == message)
            #expect(read.header == message.header)
            #expect(read.encoded() == octets)
        }
    }

    @Test("A record that is printed and parsed again is the same", arguments: 0..<25)
    func presentation(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let record = random.record()
            #expect(try ResourceRecord(presentation: record.description) == record)
        }
    }

    @Test("A message that is cut short anywhere is refused", arguments: 0..<10)
    func cut(seed: Int) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let octets = random.message().encoded()
            for count in octets.indices {
                #expect(throws: FormatError.self) { try Message(reading: Array(octets[..<count])) }
            }
        }
    }

    @Test("Damaged messages are refused, or read and written again without loss", arguments: 0..<25)
    func damage(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let octets = random.damaged(random.message().encoded())
            guard let message = try? Message(reading: octets) else { continue }
            #expect(try Message(reading: message.encoded()) == message)
            #expect(!message.description.isEmpty)
        }
    }

    @Test("A message that is cut to a limit keeps to it, between records", arguments: 0..<25)
    func limit(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let message = random.message()
            let whole = message.encoded().count
            for limit in stride(from: Header.length, to: whole, by: 7) {
                let octets = message.encoded(limit: limit)
                let read = try Message(reading: octets)
                #expect(octets.count <= limit)
                #expect(message.questions.starts(with: read.questions))
                #expect(message.answer.starts(with: read.answer))
                #expect(message.authority.starts(with: read.authority))
                let isCut =
                    (read.questions, read.answer, read.authority)
                    != (message.questions, message.answer, message.authority)
                #expect(read.flags.contains(.tc) == (isCut || message.flags.contains(.tc)))
            }
        }
    }
}

extension SeededGenerator {
    /// `octets` with one to four of them changed, left out or doubled.
    fileprivate mutating func damaged(_ octets: [UInt8]) -> [UInt8] {
        var octets = octets
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            guard let index = octets.indices.randomElement(using: &self) else { break }
            switch Int.random(in: 0...5, using: &self) {
            case 0: octets.remove(at: index)
            case 1: octets.insert(octets[index], at: index)
            case 2: octets[index] ^= 1 << UInt8.random(in: 0...7, using: &self)
            case 3: octets[index] |= 0xC0
            default: octets[index] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return octets
    }
}
