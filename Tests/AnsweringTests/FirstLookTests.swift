import Answering
import DNSWire
import RecordStore
import Testing

/// What every message meets before any zone is asked (threats.md "Message handling", dns-semantics.md section 1).
@Suite struct FirstLookTests {
    private let server = Exchange(zone: "clusterset.local.", [FixedResponder(addresses: 1)])
    private let good = Exchange.query("a.clusterset.local.")

    /// `good` with octets at `offset` replaced.
    private func query(_ offset: Int, _ octets: UInt8...) -> [UInt8] {
        var query = good
        query.replaceSubrange(offset..<offset + octets.count, with: octets)
        return query
    }

    @Test("A message shorter than a header gets no response", arguments: 0..<12)
    func short(count: Int) {
        #expect(server.respond(to: Array(good.prefix(count))) == nil)
    }

    @Test(
        "A response gets no response, whatever else is wrong with it",
        arguments: [0x80, 0xA8, 0xFF] as [UInt8])
    func response(flags: UInt8) {
        #expect(server.respond(to: query(2, flags)) == nil)
        #expect(server.respond(to: Array(query(2, flags).prefix(12))) == nil)
    }

    @Test(
        "An OPCODE other than QUERY gets NOTIMP: a header with ID, OPCODE and RD",
        arguments: 1...15 as ClosedRange<UInt8>)
    func opcode(opcode: UInt8) {
        let expected: [UInt8] = [0x12, 0x34, 0x80 | opcode << 3 | 1, 4, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(server.respond(to: query(2, opcode << 3 | 0x07, 0x7F)) == expected)
        #expect(server.respond(to: Array(query(2, opcode << 3 | 0x07, 0x7F).prefix(12))) == expected)
    }

    @Test("Not exactly one question gets FORMERR without a question", arguments: [0, 2, 255] as [UInt8])
    func questionCount(count: UInt8) {
        let response = server.respond(to: query(4, 0, count))
        #expect(response == [0x12, 0x34, 0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("A question that is cut anywhere gets FORMERR", arguments: 12..<35)
    func cutQuestion(count: Int) {
        let response = server.respond(to: Array(good.prefix(count)))
        #expect(response == [0x12, 0x34, 0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test(
        "A QNAME with a pointer, a reserved label type or over 255 octets gets FORMERR",
        arguments: [
            [0xC0, 0x0C, 0, 1, 0, 1], [0xC0, 0x04, 0, 1, 0, 1], [0xFF, 0xFF, 0, 1, 0, 1],
            [0x40, 1, 0, 0, 1, 0, 1],
            [0x80, 0, 0, 1, 0, 1],
            (0..<4).flatMap { _ in [63] + [UInt8](repeating: 0x61, count: 63) } + [0, 0, 1, 0, 1],
        ] as [[UInt8]])
    func badName(question: [UInt8]) {
        #expect(server.ask(Array(good.prefix(12)) + question)?.rcode == .formerr)
    }

    @Test("A QNAME of 255 octets is read whole")
    func longestName() {
        let label = [63] + [UInt8](repeating: 0x61, count: 63)
        let question = label + label + label + [61] + [UInt8](repeating: 0x61, count: 61) + [0, 0, 1, 0, 1]
        #expect(server.ask(Array(good.prefix(12)) + question)?.rcode == .refused)
    }

    @Test(
        "Counts larger than the records present get FORMERR with the question",
        arguments: [(6, 1), (8, 1), (10, 1), (6, 0xFF), (10, 2)] as [(Int, UInt8)])
    func counts(offset: Int, count: UInt8) throws {
        let response = try #require(server.ask(query(offset, 0, count)))
        #expect(response.rcode == .formerr)
        #expect(response.questions.count == 1)
        #expect(response.answer.isEmpty)
    }

    @Test("Octets behind the last record get FORMERR with the question")
    func trailing() {
        #expect(server.ask(good + [0])?.rcode == .formerr)
        #expect(server.ask(good + [0])?.questions.count == 1)
    }

    @Test("A datagram whose end the kernel dropped gets FORMERR")
    func cutDatagram() {
        #expect(server.respond(to: good, isCut: true)?[3] == 1)
    }

    @Test("Flags that mean nothing in a query change nothing, and only RD and CD come back")
    func flags() throws {
        let response = try #require(server.ask(query(2, 0x07, 0xFF)))
        #expect(response.rcode == .noerror)
        #expect(response.flags == [.qr, .aa, .rd, .cd])
        #expect(response.answer.count == 1)
        #expect(server.ask(query(2, 0x00, 0x00))?.flags == [.qr, .aa])
    }

    @Test("The question comes back octet for octet")
    func echo() throws {
        let query = Exchange.query("A.cLuStErSeT.LOCAL.")
        let response = try #require(server.respond(to: query))
        #expect(Array(response[12..<query.count]) == Array(query[12...]))
        #expect(response[query.count..<query.count + 2] == [0xC0, 0x0C])
    }

    @Test(
        "A QNAME outside the zones is REFUSED with the question, without AA",
        arguments: [
            ".", "local.", "xclusterset.local.", "clusterset.local.evil.", "a.clusterset.locals.",
            "xclusterset\\.local.", "a\\010clusterset\\005local.",
        ])
    func outside(name: String) throws {
        let response = try #require(server.ask(name, .ns))
        #expect(response.rcode == .refused)
        #expect(response.flags == [.qr, .rd])
        #expect(response.questions.count == 1)
    }

    @Test("A class other than IN is REFUSED", arguments: [0, 2, 3, 4, 254, 255, 1234] as [UInt16])
    func otherClass(code: UInt16) {
        #expect(server.ask("a.clusterset.local.", class: RRClass(rawValue: code))?.rcode == .refused)
    }

    @Test(
        "A type that no zone holds is REFUSED", arguments: [0, 41, 249, 250, 251, 252, 253, 254] as [UInt16])
    func metaType(code: UInt16) {
        #expect(server.ask("a.clusterset.local.", RRType(rawValue: code))?.rcode == .refused)
        #expect(server.ask("a.clusterset.local.", RRType(rawValue: code), over: .tcp)?.rcode == .refused)
    }
}
