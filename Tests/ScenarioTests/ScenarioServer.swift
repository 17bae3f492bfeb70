import Answering
import ClusterSet
import DNSWire
import Feeds
import RecordStore

/// A server without sockets: one zone, fed from manifests, behind an engine.
final class ScenarioServer {
    private static let now: UInt32 = 1_700_000_000

    private let zone: ClusterSetZone
    private let listener: Listener
    private let epochs = Epochs()
    private var engine: Engine
    private var manifests: [String: Manifest] = [:]

    init(_ scenario: Scenario) throws {
        var origin = Name.clusterset
        var options = ZoneOptions()
        options.nameServerAddresses = ["192.0.2.53", "2001:db8::53"].compactMap { IPAddress($0) }
        var fallthroughZones: [Name] = []
        var chain = ServerBlock.Chain()
        for line in scenario.options {
            switch (line[0], line.dropFirst().first) {
            case ("zone", let text?): origin = try Name(checking: text)
            case ("ttl", let text?): options.ttl = UInt32(text) ?? options.ttl
            case ("dns_version", let text?): options.version = String(text)
            case ("noendpoints", nil): options.hidesEndpoints = true
            case ("ignore", "empty_service"): options.hidesEmptyServices = true
            case ("fallthrough", nil): fallthroughZones = [.root]
            case ("fallthrough", _): fallthroughZones = try line.dropFirst().map { try Name(checking: $0) }
            case ("loadbalance", nil): chain.style.rotates = true
            case ("minimal", nil): chain.style.isMinimal = true
            case ("bufsize", let text?): chain.style.payloadLimit = UInt16(text) ?? 1232
            default: throw Scenario.Mistake(line: 0, message: "not an option: \(line.joined(separator: " "))")
            }
        }
        let hash = OwnerHash(seed: 42)
        zone = ClusterSetZone(origin: origin, options: options, hash: hash, epochs: epochs, now: Self.now)
        if scenario.isSynced { zone.markSynced() }
        chain.responders = [ClusterSetResponder(zone, fallthroughZones: fallthroughZones)]
        chain.stagedStore = zone.store
        listener = Listener(zones: [(origin, ServerBlock(chain))])
        engine = Engine(hash: hash, seed: 42, tally: Tally())
    }

    /// Puts a manifest in the place of the one of that name, or removes it; returns what was refused.
    func put(_ file: String, _ manifest: String?) throws -> [String] {
        manifests[file] = try manifest.map { try ManifestReader.read(Array($0.utf8), file: file) }
        let slices = manifests.values.flatMap(\.slices.values)
        let imports = manifests.values.flatMap(\.imports.values)
        let wanted = zone.apply(
            [.beginList(.serviceImports)] + imports.map { .putImport($0) } + [.endList(.serviceImports)]
                + [.beginList(.endpointSlices)] + slices.map { .putSlice($0) } + [.endList(.endpointSlices)],
            now: Self.now)
        for id in wanted {
            let own = slices.filter { $0.id.namespace == id.namespace && $0.service == id.name }
            _ = zone.apply([.replaceSlices(of: id, own)], now: Self.now)
        }
        return manifests[file]?.refused.map { "\($0.error)" } ?? []
    }

    /// The response to `question`; nil when there is none.
    func answer(_ question: Question) -> [UInt8]? {
        guard let reader = epochs.makeReader() else { return nil }
        let client = Client(
            address: 0xFFFF_7F00_0001, port: 50_000, localAddress: 0xFFFF_7F00_0001, localPort: 53,
            transport: question.isStream ? .tcp : .udp)
        var octets = [UInt8](repeating: 0, count: 65_535)
        let span = question.octets.span
        let outline = engine.read(span, isCut: false, for: listener)
        let section = ReadSection(reader)
        engine.touch(outline, .home, in: section, for: listener)
        engine.touch(outline, .owner, in: section, for: listener)
        let query = Query(span, outline: outline, client: client)
        var response = ResponseWriter(octets.mutableSpan)
        guard case .answered = engine.answer(query, in: section, for: listener, into: &response) else {
            return nil
        }
        let count = response.count
        return Array(octets.prefix(count))
    }
}

extension Name {
    /// The zone of scenarios that name no other.
    fileprivate static let clusterset = Name("clusterset.local.") ?? .root

    fileprivate init(checking text: Substring) throws {
        guard let name = Name(String(text)) else {
            throw Scenario.Mistake(line: 0, message: "not a name: \(text)")
        }
        self = name
    }
}
