import DNSWire

/// The most pairs of an address and a port that a service's SRV records are made from: far more than messages hold, and
/// little enough that one object with many of both cannot take the memory of all others.
private let mostLocations = 100_000

/// The names and addresses that the ready endpoints of a headless service have.
struct EndpointNames {
    /// The addresses of all endpoints, named or not, each once.
    private(set) var addresses: [IPAddress] = []
    /// The endpoints' own names, `<host>.<cid>.H`, each with the addresses of all endpoints that bear it.
    private(set) var targets: [Target] = []
    /// Each port of each named endpoint, as far as they are not too many.
    private(set) var locations: [Location] = []

    private let service: Name
    private let schema: Schema
    private var clusters: [Name] = []
    /// Indices into `targets`.
    private var indices: [Name: Int] = [:]
    /// The addresses that stand at each target; at index -1 those of all.
    private var seen: Set<Place> = []

    private struct Place: Hashable {
        let target: Int
        let address: IPAddress
    }

    init(of service: Name, schema: Schema, slices: [EndpointSlice]) {
        self.service = service
        self.schema = schema
        for slice in slices { add(slice) }
    }

    /// All names: each before those below it, but the service's, which refers to the others, last; of a service without
    /// endpoints only its own, which says so.
    var owners: [Name] {
        addresses.isEmpty ? [service] : nonTerminals + targets.map(\.name) + [service]
    }

    /// The names between the service and its endpoints, each before those below it.
    var nonTerminals: [Name] {
        var seen = Set(indices.keys)
        return clusters.filter { seen.insert($0).inserted }
    }

    /// Adds what a slice has. Without a cluster, its endpoints have addresses but no names.
    private mutating func add(_ slice: EndpointSlice) {
        let path = slice.cluster.flatMap { schema.cluster($0, of: service) }
        for endpoint in slice.endpoints where endpoint.isReady {
            for address in endpoint.addresses {
                if seen.insert(Place(target: -1, address: address)).inserted { addresses.append(address) }
                guard let path, let target = target(of: endpoint, at: address, below: path) else { continue }
                if seen.insert(Place(target: target, address: address)).inserted {
                    targets[target].addresses.append(address)
                }
                for port in slice.ports.prefix(mostLocations - locations.count) {
                    locations.append(Location(target: target, port: port, addressCount: 1))
                }
            }
        }
    }

    /// The index of the target that `endpoint` is at `address`; nil when the name would be none, or too long.
    private mutating func target(of endpoint: Endpoint, at address: IPAddress, below path: [Name]) -> Int? {
        guard let label = Schema.label(of: endpoint, at: address),
            let name = path.last?.prepending(label: label)
        else { return nil }
        if let index = indices[name] { return index }
        if clusters.last != path.last { clusters += path }
        indices[name] = targets.count
        targets.append(Target(name: name, addresses: []))
        return targets.count - 1
    }
}
