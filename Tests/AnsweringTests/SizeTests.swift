import Answering
import DNSWire
import RecordStore
import Testing

/// How large a response may be, and what happens to one that is larger (RFC 2181 §9, RFC 6891 §6.2).
@Suite struct SizeTests {
    private func server(_ count: Int, _ configure: (inout ServerBlock.Chain) -> Void = { _ in }) -> Exchange {
        Exchange(zone: "clusterset.local.", [FixedResponder(addresses: count)], configure)
    }

    @Test(
        "Over UDP a response keeps to 512 octets, or to what the client takes within 1232",
        arguments: [
            (nil, 512), (0, 512), (511, 512), (512, 512), (600, 600), (1232, 1232), (4096, 1232),
            (65_535, 1232),
        ] as [(UInt16?, Int)])
    func limits(size: UInt16?, limit: Int) throws {
        let query = Exchange.query("a.clusterset.local.", edns: size.map { EDNS(udpPayloadSize: $0) })
        let response = try #require(server(200).respond(to: query))
        #expect((limit - 15...limit).contains(response.count))
        let message = try Message(reading: response)
        #expect(message.flags.contains(.tc))
        #expect((message.edns != nil) == (size != nil))
    }

    @Test(
        "bufsize lowers and raises what UDP may take, never beyond what the client takes",
        arguments: [(512, 4096, 512), (4096, 4096, 4096), (4096, 1400, 1400)] as [(UInt16, UInt16, Int)])
    func bufsize(bufsize: UInt16, size: UInt16, limit: Int) throws {
        let server = server(400) { $0.style.payloadLimit = bufsize }
        let query = Exchange.query("a.clusterset.local.", edns: EDNS(udpPayloadSize: size))
        let response = try #require(server.respond(to: query))
        #expect((limit - 15...limit).contains(response.count))
    }

    @Test("25 addresses fit a response of 512 octets, for owner names are compressed")
    func twentyFive() throws {
        let message = try #require(server(25).ask("web.shop.svc.clusterset.local."))
        #expect(message.answer.count == 25)
        #expect(!message.flags.contains(.tc))
    }

    @Test("Of addresses as many whole records as fit are sent, with TC")
    func addresses() throws {
        let message = try #require(server(200).ask("a.clusterset.local."))
        #expect(message.answer.count == (512 - 36) / 16)
        #expect(message.flags.contains(.tc))
    }

    @Test("A stream carries what UDP cuts")
    func stream() throws {
        let message = try #require(server(200).ask("a.clusterset.local.", over: .tcp))
        #expect(message.answer.count == 200)
        #expect(!message.flags.contains(.tc))
    }

    @Test("Over a stream at most 65,535 octets are sent: as many records as fit, with TC")
    func longestStream() throws {
        let response = try #require(
            server(5000).respond(to: Exchange.query("a.clusterset.local.", edns: EDNS()), over: .tcp))
        #expect(response.count <= 65_535)
        let message = try Message(reading: response)
        #expect(message.flags.contains(.tc))
        #expect(message.answer.count == (65_535 - 36 - 11) / 16)
        #expect(message.edns != nil)
    }

    @Test("Of other sets no record is sent over UDP when not all fit, and the OPT record stays")
    func others() throws {
        var image = AnswerImageBuilder()
        for number in 0..<100 as Range<UInt8> {
            image.begin(.answer, owner: .question, type: .txt, ttl: 5)
            image.append([4, number, number, number, number])
        }
        let server = Exchange(zone: "clusterset.local.", [FixedResponder(image.finish())])
        let message = try #require(server.ask("a.clusterset.local.", .txt, edns: EDNS(udpPayloadSize: 512)))
        #expect(message.answer.isEmpty)
        #expect(message.flags.contains(.tc))
        #expect(message.edns != nil)
        #expect(server.ask("a.clusterset.local.", .txt, over: .tcp)?.answer.count == 100)
    }

    @Test("Glue that does not fit is left out without TC")
    func glue() throws {
        let server = Exchange(zone: "clusterset.local.", [FixedResponder(try Self.serviceImage(glue: 60))])
        let message = try #require(server.ask("_http._tcp.a.clusterset.local.", .srv))
        #expect(message.answer.count == 1)
        #expect(message.additional.isEmpty)
        #expect(!message.flags.contains(.tc))
    }

    @Test(
        "Glue stands under the target's name wherever the question ends",
        arguments: [
            "a.clusterset.local.", "_http._tcp.a.clusterset.local.", "very-long-label.a.clusterset.local.",
        ])
    func gluePointers(name: String) throws {
        let server = Exchange(zone: "clusterset.local.", [FixedResponder(try Self.serviceImage(glue: 2))])
        let message = try #require(server.ask(name, .srv))
        #expect(
            message.additional.map { $0.owner.description } == [
                "host.a.clusterset.local.", "host.a.clusterset.local.",
            ])
    }

    @Test("minimal leaves the additional section out of positive answers")
    func minimal() throws {
        let server = Exchange(zone: "clusterset.local.", [FixedResponder(try Self.serviceImage(glue: 2))]) {
            $0.style.isMinimal = true
        }
        let message = try #require(server.ask("a.clusterset.local.", .srv, edns: EDNS()))
        #expect(message.answer.count == 1)
        #expect(message.additional.map(\.type) == [.opt])
    }

    /// One SRV record and `glue` addresses of its target.
    private static func serviceImage(glue: Int) throws -> AnswerImage {
        let target = try #require(Name("host.a.clusterset.local."))
        var image = AnswerImageBuilder()
        image.begin(.answer, owner: .question, type: .srv, ttl: 5)
        image.append([0, 0, 0, 100, 0, 80])
        let position = image.position
        image.append(.inFull(target))
        for number in 0..<glue {
            image.begin(.additional, owner: .earlier(position: position), type: .a, ttl: 5)
            image.append([10, 0, 0, UInt8(number)])
        }
        return image.finish()
    }
}
