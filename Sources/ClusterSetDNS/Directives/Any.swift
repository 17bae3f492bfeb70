import Answering
import Corefile
import DNSWire
import RecordStore

/// `any`: answers every query of type ANY, whatever its QNAME, with the HINFO record that CoreDNS sends (RFC 8482 §4.2).
struct AnyDirective: Directive {
    static let name = "any"

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        try stanza.expectNoBlock()
    }

    func apply(to block: inout BlockPlan) {
        block.links.append(.responder(AnyResponder()))
    }
}

/// Answers queries of type ANY; declines all others.
final class AnyResponder: Responder {
    private let image = AnswerImage(
        [.hinfo(RData.HINFO(cpu: "ANY obsoleted", os: "See RFC 8482"))], ttl: 8482)

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        guard query.type == .any else { return .declined }
        response.answer(image, authoritative: false)
        return .answered
    }
}
