import DNSWire
import Testing

/// The sizes and octets of data when no name is compressed.
@Suite struct UncompressedTests {
    @Test("Data of every type has as many octets as RDLENGTH says, and reads back", arguments: 0..<200)
    func octets(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let message = generator.message()
        for record in message.answer + message.authority + message.additional {
            let octets = record.rdata.octets
            #expect(try RData(wire: octets, type: record.type, class: record.class) == record.rdata)
        }
    }

    @Test("A message is as long without compression as its parts are together")
    func length() throws {
        let name = try #require(Name("web.shop.svc.clusterset.local."))
        var message = Message(id: 1, questions: [Question(name, .a)])
        message.answer = [
            ResourceRecord(name, ttl: 5, .a(RData.A(1))), ResourceRecord(name, ttl: 5, .ptr(RData.PTR(name))),
        ]
        message.edns = EDNS()
        let length = name.wire.count
        #expect(message.uncompressedLength == 12 + length + 4 + (length + 14) + (length + 10 + length) + 11)
    }

    @Test("A survey of a message finds what reading all of it finds", arguments: 0..<200)
    func survey(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let octets = generator.message().encoded()
        let message = try Message(reading: octets)
        let survey = try MessageSurvey(octets.span)
        #expect(survey.uncompressedLength == message.uncompressedLength)
        #expect(survey.rcode == message.rcode)
        #expect(survey.flags == message.flags)
    }

    @Test("A survey of octets that end too early is an error", arguments: 0..<200)
    func cutSurvey(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let octets = generator.message().encoded()
        for count in octets.indices {
            #expect(throws: FormatError.self) { try MessageSurvey(octets.span.extracting(first: count)) }
        }
    }
}
