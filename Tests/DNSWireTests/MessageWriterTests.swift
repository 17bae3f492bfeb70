import DNSWire
import Testing

@Suite struct MessageWriterTests {
    private let owner = Name("svc.clusterset.local") ?? .root

    /// What `body` writes into `size` octets.
    private func written(_ size: Int, _ body: (inout MessageWriter) -> Void) -> [UInt8] {
        var octets = [UInt8](repeating: 0xEE, count: size)
        var writer = MessageWriter(octets.mutableSpan, header: Header(id: 7, flags: .qr))
        body(&writer)
        let count = writer.finish()
        return Array(octets[..<count])
    }

    @Test("A record that does not fit leaves no octet, no count and no name behind")
    func rollBack() throws {
        let record = ResourceRecord(owner, ttl: 5, .ns(.init(Name("ns.other") ?? .root)))
        let long = ResourceRecord(owner, ttl: 5, .txt(.init("a text that is too long")))
        var fits: [Bool] = []
        var counts: [Int] = []
        let octets = written(64) { writer in
            writer.reserved = 20
            fits.append(writer.append(record, to: .answer))
            counts.append(writer.count)
            writer.reserved = 0
            fits.append(writer.append(record, to: .answer))
            fits.append(writer.append(long, to: .answer))
            counts.append(writer.count)
        }
        #expect(fits == [false, true, false])
        #expect(counts == [Header.length, octets.count])
        #expect(try Message(reading: octets).answer == [record])
    }

    @Test("Sections are written in their order, or not at all")
    func order() throws {
        let record = ResourceRecord(owner, ttl: 5, .a(.init(1)))
        var fits: [Bool] = []
        let octets = written(512) { writer in
            fits.append(writer.append(Question(owner, .a)))
            fits.append(writer.append(record, to: .authority))
            fits.append(writer.append(record, to: .answer))
            fits.append(writer.append(record, to: .question))
            fits.append(writer.append(Question(owner, .a)))
            fits.append(writer.append(record, to: .additional))
        }
        #expect(fits == [true, true, false, false, false, true])
        let header = try Message(reading: octets).header
        #expect(header == Header(id: 7, flags: .qr, questionCount: 1, authorityCount: 1, additionalCount: 1))
    }

    @Test("Fewer octets than a header take nothing", arguments: [0, 1, 11])
    func tiny(size: Int) {
        var fits = true
        let octets = written(size) { fits = $0.append(Question(.root, .ns)) }
        #expect(!fits)
        #expect(octets.isEmpty)
    }

    @Test("Owners and names in RFC 1035's data are compressed, whatever their case; SRV targets are not")
    func compression() {
        let below = owner.prepending(label: "a") ?? .root
        let upper = Name("SVC.CLUSTERSET.LOCAL") ?? .root
        var counts: [Int] = []
        let octets = written(512) { writer in
            _ = writer.append(Question(owner, .srv))
            counts.append(writer.count)
            _ = writer.append(ResourceRecord(upper, ttl: 5, .cname(.init(below))), to: .answer)
            counts.append(writer.count)
            let target = RData.SRV(priority: 0, weight: 0, port: 1, target: below)
            _ = writer.append(ResourceRecord(below, ttl: 5, .srv(target)), to: .answer)
            counts.append(writer.count)
        }
        let start = Header.length + owner.wire.count + 4
        #expect(counts == [start, start + 2 + 10 + 4, start + 16 + 2 + 10 + 6 + below.wire.count])
        #expect(Array(octets.suffix(below.wire.count)) == below.wire)
    }

    @Test("Names beyond the reach of a pointer are written in full, and nothing points to them")
    func farNames() throws {
        var message = Message(id: 1)
        let filler = CharacterString(octets: [UInt8](repeating: 0x78, count: 255)) ?? ""
        for index in 0..<80 {
            let name = owner.prepending(label: "n\(index / 2)") ?? .root
            message.answer.append(ResourceRecord(name, ttl: 5, .txt(.init([filler, filler]))))
            message.answer.append(ResourceRecord(.root, ttl: 5, .ns(.init(name))))
        }
        #expect(try Message(reading: message.encoded()) == message)
    }

    @Test("Names that are alike in all but one octet, thousands of them, are written and read again")
    func crowdedNames() throws {
        var message = Message(id: 1)
        for index in 0..<3000 {
            let label = String(repeating: "a", count: 4) + String(index)
            message.answer.append(
                ResourceRecord(owner.prepending(label: label) ?? .root, ttl: 5, .ns(.init(owner))))
        }
        #expect(try Message(reading: message.encoded(limit: 65_535)).answer.count > 2000)
    }

    @Test("Data of more than 65,535 octets fits nowhere")
    func hugeData() throws {
        var message = Message(id: 1)
        let octets = [UInt8](repeating: 0, count: 70_000)
        message.answer = [ResourceRecord(.root, ttl: 5, .unknown(.init(type: .caa, octets: octets)))]
        message.edns = EDNS(options: [.nsid(octets)])
        let read = try Message(reading: message.encoded())
        #expect(read.answer.isEmpty)
        #expect(read.flags.contains(.tc))
    }
}
