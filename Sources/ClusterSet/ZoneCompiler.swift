import DNSWire
import RecordStore

/// The most named ports that a service may have for each of them to come with glue: more than any EndpointSlice has, and
/// few enough that what is kept for one service stays in proportion.
private let mostPortsWithGlue = 100

/// Makes owners from objects: which names there are, and what each answers.
struct ZoneCompiler: Sendable {
    let schema: Schema
    let options: ZoneOptions

    init(origin: Name, options: ZoneOptions) {
        schema = Schema(origin: origin)
        self.options = options
    }

    /// The owners of a service. What another one refers to, or lies below, stands before it.
    func owners(of service: Service, _ id: ObjectName) -> [OwnerBuilder] {
        guard let name = schema.service(id) else { return [] }
        switch service.kind {
        case .clusterSetIP:
            return [isHidden(service) ? absence(of: name, lack(of: service)) : clusterSetIP(service, name)]
        case .headless where !options.hidesEndpoints: return headless(service, name)
        case .headless: return [absence(of: name, "noendpoints: headless services have no names here")]
        case nil: return []
        }
    }

    /// The names of the owners of a service that `new` may not have, in their order.
    func names(of service: Service, _ id: ObjectName, replacedBy new: Service) -> [Name] {
        // Every service that has an import has an owner of its own name.
        service.kind == .clusterSetIP && new.kind != nil ? [] : names(of: service, id)
    }

    /// The names of the owners of a service, in their order.
    private func names(of service: Service, _ id: ObjectName) -> [Name] {
        guard let name = schema.service(id) else { return [] }
        switch service.kind {
        case .headless where !options.hidesEndpoints:
            return EndpointNames(of: name, schema: schema, slices: service.slices.whole).owners
        case .clusterSetIP, .headless: return [name]
        case nil: return []
        }
    }

    /// Whether two states of a service have the same owners, as far as that is seen at a glance: the slices of a ClusterSetIP
    /// import change most often, and have no names.
    func answersAlike(_ one: Service, _ other: Service) -> Bool {
        one.kind == .clusterSetIP && other.kind == .clusterSetIP && one.addresses == other.addresses
            && one.ports == other.ports && isHidden(one) == isHidden(other)
            && (!isHidden(one) || lack(of: one) == lack(of: other))
            || one.kind == nil && other.kind == nil
    }

    /// Whether a ClusterSetIP import is kept back for want of endpoints.
    private func isHidden(_ service: Service) -> Bool {
        options.hidesEmptyServices && service.hidesWhenEmpty && !service.slices.hasReadyEndpoints
    }

    /// Why a service has no endpoints to send clients to.
    private func lack(of service: Service) -> String { EndpointCounts(service.slices).lack }

    /// An owner that says why its name does not exist.
    private func absence(of name: Name, _ reason: String) -> OwnerBuilder {
        var owner = OwnerBuilder(name)
        owner.add(.absence, reason.utf8)
        return owner
    }

    /// The owner of a ClusterSetIP import: its addresses, and SRV records for its ports, which all point to itself.
    private func clusterSetIP(_ service: Service, _ name: Name) -> OwnerBuilder {
        let addresses = Array(service.addresses)
        let locations = service.ports.map { Location(target: 0, port: $0, addressCount: addresses.count) }
        var owner = OwnerBuilder(name)
        owner.add(addresses, ttl: options.ttl)
        owner.add(locations, targets: [Target(name: name, addresses: addresses)], ttl: options.ttl)
        if addresses.isEmpty { owner.add(.reason, "the ServiceImport has no address in spec.ips yet".utf8) }
        return owner
    }

    /// The owners of a Headless import: its endpoints that have names, and the union of all that are ready.
    private func headless(_ service: Service, _ name: Name) -> [OwnerBuilder] {
        let endpoints = EndpointNames(of: name, schema: schema, slices: service.slices.whole)
        guard !endpoints.addresses.isEmpty else { return [absence(of: name, lack(of: service))] }
        var owners = endpoints.nonTerminals.map { OwnerBuilder($0) }
        for target in endpoints.targets {
            var owner = OwnerBuilder(target.name)
            owner.add(target.addresses, ttl: options.ttl)
            owners.append(owner)
        }
        var owner = OwnerBuilder(name)
        owner.add(endpoints.addresses, ttl: options.ttl)
        owner.add(endpoints.locations, targets: endpoints.targets, ttl: options.ttl)
        owner.add(.contents, EndpointCounts(service.slices).contents.utf8)
        return owners + [owner]
    }
}

extension OwnerBuilder {
    /// Adds the RRsets of `addresses`.
    mutating func add(_ addresses: [IPAddress], ttl: UInt32) {
        for type in [RRType.a, .aaaa] {
            guard let image = AnswerImage.addresses(addresses, type: type, ttl: ttl) else { continue }
            sets.append((type, image))
        }
    }

    /// Adds the SRV records of all `locations`, and a branch for those of each named port.
    ///
    /// A port that has no address yet is a branch without records, and its protocol always is: both are names.
    fileprivate mutating func add(_ locations: [Location], targets: [Target], ttl: UInt32) {
        let all = AnswerImage.services(locations, targets: targets, ttl: ttl)
        if let all { sets.append((.srv, all)) }
        // Most services have one port: nothing to group.
        let named =
            locations.count == 1
            ? [(Schema.branch(locations[0].port), locations)]
            : Dictionary(grouping: locations) { Schema.branch($0.port) }.map { ($0.key, $0.value) }
        var transports: [TransportProtocol] = []
        for (labels, own) in named {
            guard let labels, let transport = own.first?.port.transport else { continue }
            let image =
                own.count == locations.count
                ? all : .services(own, targets: targets, ttl: ttl, hasGlue: named.count <= mostPortsWithGlue)
            branches.append(Branch(labels: labels, type: image == nil ? nil : .srv, image: image))
            if !transports.contains(transport) {
                transports.append(transport)
                branches.append(Branch(labels: Schema.branch(transport), type: nil, image: nil))
            }
        }
    }
}
