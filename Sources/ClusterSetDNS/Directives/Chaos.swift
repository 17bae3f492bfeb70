import Answering
import Corefile
import DNSWire
import Posix
import RecordStore

/// `chaos [VERSION] [AUTHORS…]`: answers `version.bind`, `version.server`, `authors.bind`, `hostname.bind` and
/// `id.server`, class CH, type TXT.
struct ChaosDirective: Directive {
    static let name = "chaos"

    private let version: String
    private let authors: [String]

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        version = stanza.arguments.first?.text ?? Version.name
        let given = stanza.arguments.dropFirst().map(\.text)
        authors = given.isEmpty ? ["The ClusterSetDNS authors"] : Set(given).sorted()
    }

    func apply(to block: inout BlockPlan) {
        block.links.append(
            .responder(ChaosResponder(version: version, authors: authors, host: CurrentProcess.hostName)))
        block.chain.answersChaos = true
    }
}

/// Answers who serves, in class CH; declines everything else.
final class ChaosResponder: Responder {
    private let answers: [Name: AnswerImage]

    init(version: String, authors: [String], host: String) {
        let texts = [
            "version.bind": [version], "version.server": [version], "authors.bind": authors,
            "hostname.bind": [host], "id.server": [host],
        ]
        var answers: [Name: AnswerImage] = [:]
        for (text, strings) in texts {
            guard let name = Name(text) else { continue }
            let data = strings.map { RData.txt(RData.TXT([CharacterString(clipping: $0)])) }
            answers[name] = AnswerImage(data, class: .ch, ttl: 0)
        }
        self.answers = answers
    }

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        guard query.rrclass == .ch, query.type == .txt else { return .declined }
        guard let answer = answers[query.qname] else { return .declined }
        response.answer(answer, authoritative: false)
        return .answered
    }
}
