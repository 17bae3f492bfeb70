import Answering
import ClusterSet
import DNSWire
import RecordStore

/// A server without sockets: one zone and the services in it, behind an engine.
struct SampleServer: Sendable {
    let zone: ClusterSetZone
    private let hash = OwnerHash(seed: 42)
    private let epochs = Epochs()
    private let listener: Listener

    /// A server of `count` services, which counts its queries if it `isMetered`.
    init(services count: Int, isMetered: Bool = false) {
        let origin = Name("clusterset.local.") ?? .root
        zone = ClusterSetZone(origin: origin, options: ZoneOptions(), hash: hash, epochs: epochs, now: 0)
        _ = zone.apply((0..<count).map { .putImport(SampleService(index: $0).object) }, now: 1)
        zone.markSynced()
        var chain = ServerBlock.Chain()
        chain.responders = [ClusterSetResponder(zone)]
        chain.stagedStore = zone.store
        let meter = isMetered ? QueryMeter(workers: 2) : nil
        listener = Listener(zones: [(origin, ServerBlock(chain), meter)])
    }

    /// Reads `queries`; returns the octets of their names.
    func read(_ queries: OctetLists, _ rounds: Range<Int>) -> Int {
        let engine = Engine(hash: hash, seed: 42, tally: Tally())
        return queries.sum(rounds) { batch in
            var sum = 0
            for index in batch {
                sum &+= engine.read(queries[index], isCut: false, for: listener).nameLength
            }
            return sum
        }
    }

    /// Answers `queries` as a worker does, but for the system calls; returns the octets of the responses.
    func answer(_ queries: OctetLists, over transport: Client.Transport, _ rounds: Range<Int>) -> Int {
        guard let reader = epochs.makeReader() else { return 0 }
        let client = Client(
            address: 0xFFFF_7F00_0001, port: 50_000, localAddress: 0xFFFF_7F00_0001, localPort: 53,
            transport: transport)
        var batch = QueryBatch(engine: Engine(hash: hash, seed: 42, tally: Tally()))
        var responses = [UInt8](repeating: 0, count: 256 * 1024)
        return queries.sum(rounds) { asked in
            let section = ReadSection(reader)
            for index in asked {
                batch.read(queries[index], as: index - asked.lowerBound, isCut: false, for: listener)
            }
            batch.stage(asked.count, in: section, for: listener)
            var count = 0
            for index in asked {
                let disposition = batch.answer(
                    index - asked.lowerBound, queries[index], of: client, in: section, for: listener,
                    into: responses.mutableSpan._consumingExtracting(count..<count + 65_535))
                if case .answered(let length) = disposition { count += length }
            }
            if listener.isMetered { batch.note(nanoseconds: 20_000, of: asked.count, for: listener) }
            return count
        }
    }
}
