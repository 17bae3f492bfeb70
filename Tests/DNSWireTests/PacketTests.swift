import DNSWire
import Testing

/// The packets of Tests/Packets, each with what must come of it.
@Suite struct PacketTests {
    @Test(
        "A malformed packet is refused at the octet that makes it so",
        arguments: [
            ("empty", .truncated(offset: 0)),
            ("header-cut", .truncated(offset: 0)),
            ("question-missing", .truncated(offset: 12)),
            ("question-cut", .truncated(offset: 22)),
            ("name-cut", .truncated(offset: 19)),
            ("label-overrun", .truncated(offset: 12)),
            ("label-type-40", .labelType(offset: 12)),
            ("label-type-80", .labelType(offset: 12)),
            ("name-256", .nameLength(offset: 12)),
            ("name-over-255-by-pointer", .nameLength(offset: 271)),
            ("pointer-to-itself", .pointer(offset: 12)),
            ("pointer-loop", .pointer(offset: 14)),
            ("pointer-pair", .pointer(offset: 14)),
            ("pointer-forward", .pointer(offset: 12)),
            ("pointer-into-header", .pointer(offset: 12)),
            ("pointer-past-end", .pointer(offset: 12)),
            ("pointer-cut", .truncated(offset: 12)),
            ("pointer-chain-100", .pointer(offset: 216)),
            ("answer-missing", .truncated(offset: 40)),
            ("record-cut", .truncated(offset: 30)),
            ("rdata-past-end", .truncated(offset: 36)),
            ("rdata-long", .rdataLength(offset: 40)),
            ("rdata-short", .truncated(offset: 36)),
            ("name-past-rdata", .truncated(offset: 38)),
            ("txt-overrun", .truncated(offset: 37)),
            ("txt-empty", .truncated(offset: 36)),
            ("trailing-octets", .trailingOctets(offset: 24)),
            ("opt-twice", .misplacedOPT(offset: 35)),
            ("opt-not-root", .misplacedOPT(offset: 24)),
            ("opt-in-answer", .misplacedOPT(offset: 24)),
            ("opt-past-end", .truncated(offset: 35)),
            ("option-past-opt", .option(offset: 35)),
            ("option-cut", .option(offset: 35)),
            ("cookie-of-five", .option(offset: 35)),
            ("keepalive-of-one", .option(offset: 35)),
            ("ede-of-one", .option(offset: 35)),
        ] as [(String, FormatError)])
    func malformed(name: String, error: FormatError) throws {
        let packet = try HexPacket(name)
        #expect(throws: error) { try Message(reading: packet.octets) }
    }

    @Test(
        "A packet that is odd but right is read, and written again without loss",
        arguments: [
            "query-a", "query-edns", "response-compressed", "srv-target-compressed", "pointer-chain-126",
            "name-255", "options-300", "class-ch-a", "update-delete",
        ])
    func wellFormed(name: String) throws {
        let message = try Message(reading: try HexPacket(name).octets)
        #expect(try Message(reading: message.encoded()) == message)
    }

    @Test("Every packet is hexadecimal, whatever it means")
    func all() throws {
        for name in try HexPacket.names() { _ = try HexPacket(name) }
    }

    @Test("A query with EDNS shows its question, payload size and cookie")
    func query() throws {
        let message = try Message(reading: try HexPacket("query-edns").octets)
        #expect(message.questions == [Question(try Name(presentation: "a.test"), .a)])
        #expect(message.flags == .rd)
        #expect(message.edns?.udpPayloadSize == 1232)
        let cookie = try #require(Cookie(client: [1, 2, 3, 4, 5, 6, 7, 8]))
        #expect(message.edns?.options == [.cookie(cookie)])
    }

    @Test("Compressed names are written out")
    func compressed() throws {
        let message = try Message(reading: try HexPacket("response-compressed").octets)
        #expect(
            message.answer.map(\.description) == [
                "www.a.test. 5 IN CNAME db.a.test.", "db.a.test. 5 IN A 10.0.0.1",
            ])
        #expect(message.flags == [.qr, .aa, .rd])
    }

    @Test("Compression comes out as it came in")
    func recompressed() throws {
        let packet = try HexPacket("response-compressed")
        #expect(try Message(reading: packet.octets).encoded() == packet.octets)
    }

    @Test("A name may need a pointer for every label but the first")
    func deep() throws {
        let message = try Message(reading: try HexPacket("pointer-chain-126").octets)
        #expect(message.answer.last?.owner.labelCount == 127)
    }
}
