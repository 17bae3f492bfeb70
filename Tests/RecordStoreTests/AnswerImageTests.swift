import DNSWire
import RecordStore
import Testing

@Suite("Answer images")
struct AnswerImageTests {
    @Test("Sections follow each other and their records read as they were built")
    func sections() throws {
        var builder = AnswerImageBuilder()
        builder.begin(.answer, owner: .question, type: .a, ttl: 5)
        builder.append([192, 0, 2, 1])
        builder.begin(.answer, owner: .question, type: .a, ttl: 5)
        builder.append([192, 0, 2, 2])
        builder.begin(.authority, owner: .questionSuffix(length: 9), type: .ns, ttl: 0x0102_0304)
        let position = builder.position
        builder.append(labels: try labels("ns.dns"), .questionSuffix(length: 9))
        builder.begin(.additional, owner: .earlier(position: position), type: .a, ttl: 7)
        builder.append([198, 51, 100, 1])
        let image = builder.finish()

        let view = image.view
        #expect(Records(view).counts == [2, 1, 1])
        #expect(view.answerLength == 32)
        #expect(view.stride == 16)
        #expect(view.pointerCount == 3)

        let asked = try name("www.example.")
        let read = try records(message(image, asking: asked))
        let zone = try name("example.")
        let server = try name("ns.dns.example.")
        #expect(read.map(\.owner) == [asked.wire, asked.wire, zone.wire, server.wire])
        #expect(read.map(\.type) == [1, 1, 2, 1])
        #expect(read.map(\.ttl) == [5, 5, 0x0102_0304, 7])
        #expect(read[0].data == [192, 0, 2, 1])
        #expect(read[1].data == [192, 0, 2, 2])
        #expect(read[3].data == [198, 51, 100, 1])
    }

    @Test("A pointer holds the distance from the end of the question")
    func distances() throws {
        var builder = AnswerImageBuilder()
        builder.begin(.answer, owner: .question, type: .srv, ttl: 5)
        builder.append([0, 0, 0, 1, 0, 80])
        let position = builder.position
        builder.append(.inFull(try name("target.example.")))
        builder.begin(.additional, owner: .earlier(position: position), type: .a, ttl: 5)
        builder.append([192, 0, 2, 1])
        builder.begin(.additional, owner: .questionSuffix(length: 17), type: .a, ttl: 5)
        builder.append([192, 0, 2, 1])
        let image = builder.finish()

        let view = image.view
        let octets = Records(view).octets
        #expect(view.octets[0] == 0xC0 && view.octets[1] == 0x0C)
        #expect((0..<view.pointerCount).map { view.pointerPosition($0) } == [34, 50])
        #expect(Array(octets[34..<36]) == [0, UInt8(position)])
        #expect(Array(octets[50..<52]) == [0xFF, 0xFF - 20])
    }

    @Test("The same octets answer at a name and at the underscored name below it")
    func sharedByBranches() throws {
        let bare = try name("web.shop.svc.clusterset.local.")
        let image = service(port: 80, target: bare, address: 0xC000_0201)
        for asked in [bare, try name("_http._TCP.web.shop.svc.clusterset.local.")] {
            let read = try records(message(image, asking: asked))
            #expect(read.map(\.owner) == [asked.wire, bare.wire])
            #expect(read[0].data == [0, 0, 0, 100, 0, 80] + bare.wire)
        }
    }

    @Test("A name beyond the reach of compression pointers is written again")
    func beyondReach() throws {
        let asked = try name(
            (0..<3).map { _ in String(repeating: "q", count: 60) }.joined(separator: ".")
                + ".sixteen.labels.zone.")
        var builder = AnswerImageBuilder()
        var targets: [(position: Int, host: String)] = []
        for index in 0..<900 {
            builder.begin(.answer, owner: .question, type: .srv, ttl: 5)
            builder.append([0, 0, 0, 1, 0, 80])
            targets.append((builder.position, "host-\(index)"))
            builder.append(labels: try labels("host-\(index)"), .questionSuffix(length: 13))
        }
        for (position, _) in targets {
            builder.begin(.additional, owner: .earlier(position: position), type: .a, ttl: 5)
            builder.append([192, 0, 2, 1])
        }
        let image = builder.finish()
        #expect(targets.contains { $0.position > 0x3FFF } && targets.contains { $0.position < 0x3000 })

        let read = try records(message(image, asking: asked))
        #expect(read.count == 1800)
        for (index, target) in targets.enumerated() {
            let owner = try name("\(target.host).labels.zone.")
            try #require(read[900 + index].owner == owner.wire)
        }
    }

    @Test("An image may be far larger than a message", arguments: [10_000])
    func large(count: Int) throws {
        var builder = AnswerImageBuilder()
        for index in 0..<count {
            builder.begin(.answer, owner: .question, type: .aaaa, ttl: 5)
            builder.append([UInt8](repeating: 0, count: 12) + UInt32(index).octets)
        }
        let image = builder.finish()
        let view = image.view
        #expect(view.answerCount == count && view.stride == 28)
        #expect(view.answerLength == 28 * count && view.octets.count == 28 * count)
        let read = try records(message(image, asking: name("many.example.")))
        #expect(read.map { $0.data.suffix(4) } == (0..<count).map { UInt32($0).octets[...] })
    }

    @Test("Records beyond what a header can count are left out")
    func countLimit() {
        var builder = AnswerImageBuilder()
        for _ in 0..<70_000 {
            builder.begin(.answer, owner: .question, type: .a, ttl: 5)
            builder.append([192, 0, 2, 1])
        }
        builder.begin(.additional, owner: .question, type: .a, ttl: 5)
        builder.append([192, 0, 2, 2])
        let view = builder.finish().view
        #expect(Records(view).counts == [65_535, 0, 1])
        #expect(view.octets.count == 65_536 * 16)
        #expect(view.octets[view.octets.count - 1] == 2)
    }

    @Test("Addresses of targets that are left out are left out as well")
    func countLimitOfTargets() throws {
        let count = 65_540
        var builder = AnswerImageBuilder()
        var positions: [Int] = []
        for index in 0..<count {
            builder.begin(.answer, owner: .question, type: .srv, ttl: 5)
            builder.append([0, 0, 0, 1, 0, 80])
            positions.append(builder.position)
            builder.append(.inFull(try name(labels: [UInt32(index).octets])))
        }
        for index in positions.indices.reversed().prefix(100) {
            builder.begin(.additional, owner: .earlier(position: positions[index]), type: .a, ttl: 5)
            builder.append(UInt32(index).octets)
        }
        builder.begin(.additional, owner: .question, type: .ptr, ttl: 5)
        builder.append(labels: [1, 0x61], .earlier(position: positions[count - 1]))
        let image = builder.finish()
        #expect(positions[count - 1] < 0)
        #expect(Records(image).counts == [65_535, 0, 95])
        let read = try records(message(image, asking: name("many.example.")))
        for record in read[65_535...] { try #require(record.owner == [4] + record.data + [0]) }
    }

    @Test("Answer records of different sizes have no stride")
    func irregular() {
        var builder = AnswerImageBuilder()
        for text: [UInt8] in [[1, 0x61], [1, 0x62], [2, 0x63, 0x64], [1, 0x65]] {
            builder.begin(.answer, owner: .question, type: .txt, ttl: 5)
            builder.append(text)
        }
        let view = builder.finish().view
        #expect(view.answerCount == 4)
        #expect(view.stride == 0)
    }

    @Test("An image without records is empty")
    func empty() {
        for image in [AnswerImage(), AnswerImageBuilder().finish()] {
            let view = image.view
            #expect(Records(view) == Records(AnswerImage()))
            #expect(view.answerLength == 0 && view.stride == 0 && view.pointerCount == 0)
            #expect(view.octets.count == 0)
        }
    }
}
