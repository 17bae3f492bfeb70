import DNSWire
import RecordStore

/// Seconds that the schema's version may be kept (KEP-1645 "Record for Schema Version").
private let versionTTL: UInt32 = 28_800

extension ZoneCompiler {
    /// The owners that the zone has before any object is known: what is referred to before what refers to it.
    func infrastructure() -> [OwnerBuilder] {
        var owners = (schema.bare + [schema.services].compactMap { $0 }).map { OwnerBuilder($0) }
        if let name = schema.version {
            var owner = OwnerBuilder(name)
            owner.sets = [(.txt, .text(options.version, ttl: versionTTL))]
            owners.append(owner)
        }
        var apex = OwnerBuilder(schema.origin)
        if let name = schema.nameServer {
            let addresses = options.nameServerAddresses
            var owner = OwnerBuilder(name)
            owner.add(addresses, ttl: options.ttl)
            owners.append(owner)
            apex.sets = [(.ns, .nameServer(addresses: addresses, ttl: options.ttl))]
        }
        return owners + [apex]
    }

    /// The empty non-terminal above the services of a namespace, which are `services` as far as hints are concerned.
    func owner(of namespace: String, services: [String] = []) -> OwnerBuilder? {
        schema.namespace(namespace).map { nonTerminal($0, above: services) }
    }

    /// The empty non-terminal above all namespaces.
    func owner(ofNamespaces namespaces: [String]) -> OwnerBuilder? {
        schema.services.map { nonTerminal($0, above: namespaces) }
    }

    private func nonTerminal(_ name: Name, above names: [String]) -> OwnerBuilder {
        var owner = OwnerBuilder(name)
        if !names.isEmpty { owner.add(.names, NameList.octets(of: names)) }
        return owner
    }

    /// The zone's SOA with `serial`.
    func soa(_ serial: Serial) -> AnswerImage {
        .soa(origin: schema.origin, serial: serial.rawValue, ttl: options.ttl)
    }
}
