import Answering
import DNSWire
import RecordStore

/// One engine and what it answers from, without sockets: octets in, octets out.
struct Exchange {
    private let epochs = Epochs()
    private let listener: Listener

    /// A server of one block for each of `zones`.
    init(_ zones: [(String, ServerBlock.Chain)]) {
        let zones = zones.compactMap { text, chain in Name(text).map { ($0, ServerBlock(chain)) } }
        listener = Listener(zones: zones)
    }

    /// A server of one zone whose block has `responders` and is changed by `configure`.
    init(
        zone: String, _ responders: [any Responder], _ configure: (inout ServerBlock.Chain) -> Void = { _ in }
    ) {
        var chain = ServerBlock.Chain()
        chain.responders = responders
        configure(&chain)
        self.init([(zone, chain)])
    }

    /// The octets of the response, or nil when there is none.
    func respond(
        to query: [UInt8], over transport: Client.Transport = .udp, seed: UInt64 = 1, isCut: Bool = false
    ) -> [UInt8]? {
        guard let reader = epochs.makeReader() else { return nil }
        var engine = Engine(hash: OwnerHash(seed: 1), seed: seed, tally: Tally())
        let client = Client(
            address: 0xFFFF_7F00_0001, port: 4000, localAddress: 0xFFFF_7F00_0001, localPort: 53,
            transport: transport)
        var response = [UInt8](repeating: 0xEE, count: transport == .udp ? 4096 : 65_535)
        let section = ReadSection(reader)
        let outline = engine.read(query.span, isCut: isCut, for: listener)
        engine.touch(outline, .home, in: section, for: listener)
        engine.touch(outline, .owner, in: section, for: listener)
        var writer = ResponseWriter(response.mutableSpan)
        let view = Query(query.span, outline: outline, client: client)
        guard case .answered = engine.answer(view, in: section, for: listener, into: &writer) else {
            return nil
        }
        let count = writer.count
        response.removeSubrange(count...)
        return response
    }

    /// The response as a message; nil when there is none or it is malformed.
    func ask(_ query: [UInt8], over transport: Client.Transport = .udp, seed: UInt64 = 1) -> Message? {
        respond(to: query, over: transport, seed: seed).flatMap { try? Message(reading: $0) }
    }

    /// The response to a query for `name`, as a message.
    func ask(
        _ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil,
        over transport: Client.Transport = .udp, seed: UInt64 = 1
    ) -> Message? {
        ask(Self.query(name, type, class: `class`, edns: edns), over: transport, seed: seed)
    }

    /// The octets of a query with ID 0x1234 and RD.
    static func query(_ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil) -> [UInt8]
    {
        var message = Message(
            id: 0x1234, flags: [.rd], questions: [Question(Name(name) ?? .root, type, class: `class`)])
        message.edns = edns
        return message.encoded()
    }
}

/// Answers every query with one image.
final class FixedResponder: Responder {
    private let image: AnswerImage

    init(_ image: AnswerImage) {
        self.image = image
    }

    /// Answers with `count` A records 10.0.0.0, 10.0.0.1, ….
    convenience init(addresses count: Int) {
        var image = AnswerImageBuilder()
        for number in 0..<count {
            image.begin(.answer, owner: .question, type: .a, ttl: 5)
            image.append([10, 0, UInt8(number >> 8), UInt8(number & 0xFF)])
        }
        self.init(image.finish())
    }

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        response.answer(image)
        return .answered
    }
}

/// Declines every query.
final class DecliningResponder: Responder {
    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        .declined
    }
}
