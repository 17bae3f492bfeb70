import DNSWire
import Testing

@Suite struct MessageReaderTests {
    @Test("A field that runs past the end is truncated at its first octet", arguments: [0, 1])
    func truncated(count: Int) {
        let octets = [UInt8](repeating: 0, count: count)
        #expect(throws: FormatError.truncated(offset: 0)) {
            var reader = MessageReader(octets.span)
            _ = try reader.readUInt16()
        }
    }

    @Test("Numbers come with the most significant octet first")
    func numbers() throws {
        let octets: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
        var reader = MessageReader(octets.span)
        let numbers = (try reader.readUInt8(), try reader.readUInt16(), try reader.readUInt32())
        let isAtEnd = reader.isAtEnd
        #expect(numbers == (0x01, 0x0203, 0x0405_0607))
        #expect(isAtEnd)
    }

    @Test("Octets are lent as they stand, and no more than there are", arguments: [-1, 4, .max, .min])
    func octets(count: Int) throws {
        let octets: [UInt8] = [1, 2, 3]
        #expect(throws: FormatError.truncated(offset: 0)) {
            var reader = MessageReader(octets.span)
            _ = try reader.readOctets(count)
        }
        var reader = MessageReader(octets.span)
        let second = try reader.readOctets(2)[1]
        let place = (reader.offset, reader.remaining)
        #expect(second == 2)
        #expect(place == (2, 1))
    }

    @Test("A header is read as it was written", arguments: 0..<20)
    func header(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let octets = (0..<12).map { _ in UInt8.random(in: 0...255, using: &random) }
        var reader = MessageReader(octets.span)
        let header = try reader.readHeader()
        #expect(header.id == UInt16(octets[0]) << 8 | UInt16(octets[1]))
        #expect(header.flags.contains(.qr) == (octets[2] & 0x80 != 0))
        #expect(header.flags.contains(.aa) == (octets[2] & 0x04 != 0))
        #expect(header.flags.contains(.tc) == (octets[2] & 0x02 != 0))
        #expect(header.flags.contains(.rd) == (octets[2] & 0x01 != 0))
        #expect(header.flags.contains(.ra) == (octets[3] & 0x80 != 0))
        #expect(header.flags.contains(.z) == (octets[3] & 0x40 != 0))
        #expect(header.flags.contains(.ad) == (octets[3] & 0x20 != 0))
        #expect(header.flags.contains(.cd) == (octets[3] & 0x10 != 0))
        #expect(header.opcode.rawValue == octets[2] >> 3 & 0x0F)
        #expect(header.rcode.rawValue == UInt16(octets[3] & 0x0F))
        #expect(header.questionCount == UInt16(octets[4]) << 8 | UInt16(octets[5]))
        #expect(header.additionalCount == UInt16(octets[10]) << 8 | UInt16(octets[11]))
    }

    @Test("A message of nothing but pointers to long names is read in memory and time of its order")
    func amplified() throws {
        var message = Message(id: 1)
        let long = try Name(presentation: String(repeating: "a.", count: 127))
        message.answer = Array(repeating: ResourceRecord(long, ttl: 5, .ns(.init(long))), count: 4000)
        let octets = message.encoded()
        #expect(octets.count < 4000 * 14 + 300)
        #expect(try Message(reading: octets) == message)
    }
}
