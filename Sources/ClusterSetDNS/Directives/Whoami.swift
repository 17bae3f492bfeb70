import Answering
import Corefile
import DNSWire
import RecordStore

/// `whoami`: tells the client its own address, port and transport, in the additional section.
struct WhoamiDirective: Directive {
    static let name = "whoami"

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        try stanza.expectNoBlock()
    }

    func apply(to block: inout BlockPlan) {
        block.links.append(.responder(WhoamiResponder()))
    }
}

/// Answers every query with what is known of its client.
final class WhoamiResponder: Responder {
    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        let client = query.client
        let proto = client.transport == .udp ? "_udp" : "_tcp"
        var image = AnswerImageBuilder(class: query.rrclass)
        let address = RData(client.ipAddress)
        image.begin(.additional, owner: .question, type: address.type, ttl: 0)
        image.append(address.octets)
        if let owner = query.qname.prepending(label: proto) {
            let service = RData.srv(RData.SRV(priority: 0, weight: 0, port: client.port, target: .root))
            image.begin(.additional, owner: .inFull(owner), type: .srv, ttl: 0)
            image.append(service.octets)
        }
        response.answer(image.finish())
        return .answered
    }
}
