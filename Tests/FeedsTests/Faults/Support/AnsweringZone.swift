import Answering
import ClusterSet
import DNSWire
import RecordStore

/// The zone clusterset.local, and what its clients are told.
final class AnsweringZone: Sendable {
    /// Of the queue that feeds it.
    let zone: ClusterSetZone
    private let listener: Listener
    private let epochs = Epochs()
    private let hash = OwnerHash(seed: 1)

    init(_ options: ZoneOptions) {
        let origin = Name("clusterset.local.") ?? .root
        zone = ClusterSetZone(origin: origin, options: options, hash: hash, epochs: epochs, now: 1)
        var chain = ServerBlock.Chain()
        chain.responders = [ClusterSetResponder(zone)]
        listener = Listener(zones: [(origin, ServerBlock(chain))])
    }

    /// How many names are published.
    var count: Int { zone.store.count }

    /// The addresses of `name`, such as `web.default`, in order, or else the RCODE, or NODATA.
    func answer(_ name: String) -> String {
        guard let response = response(to: name) else { return "nothing" }
        let addresses = response.answer.map { "\($0.rdata)" }.sorted()
        guard response.rcode == .noerror else { return "\(response.rcode)" }
        return addresses.isEmpty ? "NODATA" : addresses.joined(separator: " ")
    }

    /// What the extended error of the response says, if there is one.
    func explanation(_ name: String) -> String? {
        for case .extendedError(let error) in response(to: name)?.edns?.options ?? [] { return error.text }
        return nil
    }

    private func response(to name: String) -> Message? {
        guard let reader = epochs.makeReader(), let qname = Name("\(name).svc.clusterset.local.") else {
            return nil
        }
        var message = Message(id: 1, questions: [Question(qname, .a)])
        message.edns = EDNS()
        let octets = message.encoded()
        var engine = Engine(hash: hash, seed: 1, tally: Tally())
        let client = Client(
            address: 0xFFFF_7F00_0001, port: 50_000, localAddress: 0xFFFF_7F00_0001, localPort: 53,
            transport: .tcp)
        let outline = engine.read(octets.span, isCut: false, for: listener)
        let section = ReadSection(reader)
        var response = [UInt8](repeating: 0, count: 65_535)
        var writer = ResponseWriter(response.mutableSpan)
        let query = Query(octets.span, outline: outline, client: client)
        guard case .answered = engine.answer(query, in: section, for: listener, into: &writer) else {
            return nil
        }
        let count = writer.count
        return try? Message(reading: Array(response.prefix(count)))
    }
}
