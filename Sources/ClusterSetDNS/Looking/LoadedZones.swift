import Answering
import ClusterSet
import DNSWire
import Dispatch
import Feeds
import Logging
import Posix
import RecordStore

/// Zones that are loaded into this process to be looked at: with their feeds, and without a socket.
final class LoadedZones {
    private let served: ServedZones
    private let queue = DispatchQueue(label: "clustersetdns.looking")
    private let epochs = Epochs()
    private let hash: OwnerHash
    private let moved = DispatchSemaphore(value: 0)
    let services: [MulticlusterService]

    /// Logs of the feeds go to standard error from the level of warnings on.
    init(_ served: ServedZones) throws(SystemError) {
        self.served = served
        let hash = OwnerHash(seed: try RandomSeed.make())
        let epochs = epochs
        services = served.multiclusterPlans.map { MulticlusterService($0, hash: hash, epochs: epochs) }
        self.hash = hash
    }

    deinit {
        queue.sync { for service in services { service.stop() } }
    }

    /// Starts the feeds and returns when all of them have delivered what they know, or after `seconds`.
    func load(atMost seconds: Double) throws {
        let moved = moved
        try queue.sync {
            for service in services { try service.start(on: queue) { moved.signal() } }
        }
        let deadline = DispatchTime.now() + seconds
        while obstacle != nil, moved.wait(timeout: deadline) == .success {}
    }

    /// What keeps a feed from having delivered all it knows; nil when nothing does.
    var obstacle: String? { services.compactMap(\.readiness.obstacle).first }

    /// What the zones that have `name` know of it, and when they were right.
    func findings(at name: Name) -> Findings? {
        queue.sync {
            services.flatMap(\.zones).filter { name.isEqualToOrBelow($0.origin) }
                .lazy.compactMap { $0.findings(at: name) }.first
        }
    }

    /// The namespace that `name` would be in, and the services that have names there; nil when it would be in none.
    func neighbours(of name: Name) -> (namespace: String, services: [String])? {
        queue.sync {
            services.flatMap(\.zones).filter { name.isEqualToOrBelow($0.origin) }
                .lazy.compactMap { $0.neighbours(of: name) }.first
        }
    }

    /// The cluster set's zone that holds `name`; the longest one, if there are several.
    func origin(of name: Name) -> Name? {
        services.flatMap(\.zones).map(\.origin).filter { name.isEqualToOrBelow($0) }
            .max { $0.labelCount < $1.labelCount }
    }

    /// All records of each zone, in the order of the Corefile; of stanzas that are alike, once.
    var files: [ZoneFile] {
        queue.sync {
            guard let reader = epochs.makeReader() else { return [] }
            var seen: Set<MulticlusterPlan> = []
            var files: [ZoneFile] = []
            for service in services where seen.insert(service.plan).inserted {
                for zone in service.zones {
                    if let file = ZoneFile(TransferableZone(zone), reader) { files.append(file) }
                }
            }
            return files
        }
    }

    /// What the server would answer to a client on this machine, over TCP; nil when that would be nothing.
    func answer(_ query: Message) -> Message? {
        queue.sync {
            let blocks = served.blocks.map { $0.serverBlock(services: services) }
            let listener = Listener(zones: served.origins.map { ($0.zone, blocks[$0.block]) })
            guard let reader = epochs.makeReader() else { return nil }
            var engine = Engine(hash: hash, seed: 1, tally: Tally())
            let client = Client(
                address: 0xFFFF_7F00_0001, port: 1053, localAddress: 0xFFFF_7F00_0001, localPort: 53,
                transport: .tcp)
            let octets = query.encoded()
            var response = [UInt8](repeating: 0, count: 65_535)
            let section = ReadSection(reader)
            let outline = engine.read(octets.span, isCut: false, for: listener)
            var writer = ResponseWriter(response.mutableSpan)
            let asked = Query(octets.span, outline: outline, client: client)
            guard case .answered = engine.answer(asked, in: section, for: listener, into: &writer) else {
                return nil
            }
            let count = writer.count
            return try? Message(reading: Array(response[..<count]))
        }
    }
}
