package import DNSWire
import RecordStore

/// All that a zone knows of one service, for people.
package struct Findings {
    package let id: ObjectName
    /// The type of its import; nil when there is none.
    package let kind: ServiceImport.Kind?
    /// `spec.ips`, junk left out.
    package let addresses: [IPAddress]
    /// The import's ports.
    package let ports: [ServicePort]
    /// Its slices, in the order of their names; of a ClusterSetIP import only where the zone keeps them (`ZoneOptions`).
    package let slices: [EndpointSlice]
    /// Its names that have records, with the types of these; what another one refers to comes first.
    package let questions: [(name: Name, type: RRType)]

    /// What an endpoint is called at one of its addresses, below the service; nil when it has no name.
    package static func label(of endpoint: Endpoint, at address: IPAddress) -> String? {
        Schema.label(of: endpoint, at: address)
    }
}

extension ClusterSetZone {
    /// What is known of the service that `name` is, or lies below; nil when `name` is no name of a service, nor below one, or when
    /// nothing is known of it. (Control queue only.)
    package func findings(at name: Name) -> Findings? {
        guard let id = compiler.schema.serviceID(at: name) else { return nil }
        let service = inventory[id]
        guard !service.isUnknown else { return nil }
        return Findings(
            id: id, kind: service.kind, addresses: Array(service.addresses), ports: Array(service.ports),
            slices: service.slices.whole,
            questions: compiler.owners(of: service, id).flatMap(\.questions))
    }
}

extension ClusterSetZone {
    /// The namespace whose name is the last labels of `name`, and the services with an import there, in no order; nil when it is
    /// not below `svc`. (Control queue only.)
    package func neighbours(of name: Name) -> (namespace: String, services: [String])? {
        guard let namespace = compiler.schema.labels(of: name)?.last else { return nil }
        return (namespace, inventory.hasNames(in: namespace) ? inventory.imports(in: namespace) : [])
    }
}

extension Schema {
    /// The service whose name is the last labels of `name`.
    fileprivate func serviceID(at name: Name) -> ObjectName? {
        guard let labels = labels(of: name), labels.count >= 2 else { return nil }
        let last = labels.suffix(2)
        return ObjectName(namespace: last[last.endIndex - 1], name: last[last.startIndex])
    }

    /// The labels that `name` has in front of `svc`, in lower case; nil when it is not below that.
    fileprivate func labels(of name: Name) -> [String]? {
        guard let services, name.isEqualToOrBelow(services) else { return nil }
        return name.folded.labels.dropLast(services.labelCount).map { String(decoding: $0, as: UTF8.self) }
    }
}
