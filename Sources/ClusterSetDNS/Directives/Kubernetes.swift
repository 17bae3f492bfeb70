import Corefile
import DNSWire

/// `kubernetes ZONES… { multicluster ZONES…; … }`: CoreDNS's way to write `multicluster ZONES… { … }`. Zones that are no
/// multicluster zones are those of one cluster, which this server knows nothing of: names in them are REFUSED.
struct KubernetesDirective: Directive {
    static let name = "kubernetes"
    static let isUnique = true

    private static let podModes: Set<String> = ["disabled", "verified", "insecure"]

    private let stanza: Stanza
    /// The zones of the last property `multicluster`.
    private let served: [Token]
    private let multicluster: MulticlusterDirective

    init(_ stanza: Stanza) throws(CorefileError) {
        self.stanza = stanza
        var served: [Token] = []
        var properties: [Stanza] = []
        for property in stanza.properties {
            switch property.name.text {
            case "multicluster": served = property.arguments
            case "pods": try Self.checkMode(of: property)
            default: properties.append(property)
            }
        }
        self.served = served
        multicluster = try MulticlusterDirective(stanza.with(arguments: served, properties: properties))
    }

    /// Names of pods are those of one cluster: how they are answered does not matter here.
    private static func checkMode(of pods: Stanza) throws(CorefileError) {
        let argument = try pods.argument()
        guard podModes.contains(argument.text) else {
            throw pods.plainError(
                at: argument,
                "wrong value for pods: \(argument.text),  must be one of: disabled, verified, insecure")
        }
    }

    func apply(to block: inout BlockPlan) throws(CorefileError) {
        let zones = stanza.arguments.isEmpty ? block.keys.map(\.zone) : try stanza.zones(stanza.arguments)
        for token in served {
            for zone in try stanza.zones([token]) where !zones.contains(zone) {
                throw stanza.error(at: token, "is not authoritative for the multicluster zone \(zone)")
            }
        }
        let served = try stanza.zones(served)
        let others = zones.filter { !served.contains($0) }
        if !others.isEmpty { leave(others, to: &block, serving: served) }
        // Without a zone of its own, `multicluster` would serve those of the block.
        guard !served.isEmpty else { return }
        try multicluster.apply(to: &block)
    }

    /// Has names in `zones`, those of one cluster, refused.
    private func leave(_ zones: [String], to block: inout BlockPlan, serving served: [String]) {
        let list = zones.joined(separator: " ")
        block.leave(
            zones.compactMap { Name($0) },
            reason: "the names of a single cluster are not served here: ask that cluster's own DNS")
        block.warn(
            Self.self,
            "does not serve \(list): names in there are REFUSED; leave them to the cluster's CoreDNS, and have that forward "
                + (served.isEmpty ? "the zones of cluster sets" : served.joined(separator: " "))
                + " to this server")
    }
}
