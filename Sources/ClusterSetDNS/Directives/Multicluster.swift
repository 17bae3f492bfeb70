import ClusterSet
import Corefile
import DNSWire
import Feeds

/// `multicluster [ZONES…] { kubeconfig FILE [CONTEXT]; manifests DIR…; ttl N; fallthrough [ZONES…]; … }`: answers for a
/// clusterset's zones.
struct MulticlusterDirective: Directive {
    static let name = "multicluster"
    static let isUnique = true

    private static let reverseTrees = ["in-addr.arpa", "ip6.arpa"].compactMap { Name($0) }

    /// What names the stanza in an error.
    private let stanza: Stanza
    private let zones: [Name]
    private var options = ZoneOptions()
    private var directories: [String] = []
    private var usesPodNames = false
    private var cluster: KubernetesOptions?
    private var startupTimeout = 5.0
    private var fallthroughZones: [Name]?

    init(_ stanza: Stanza) throws(CorefileError) {
        self.stanza = stanza
        zones = try stanza.names(stanza.arguments)
        var cluster = ClusterProperties()
        for property in stanza.properties where try !cluster.read(property) { try read(property) }
        self.cluster = try cluster.options(of: stanza, hasManifests: !directories.isEmpty)
        usesPodNames = cluster.usesPodNames
        options.namesNamespaces = self.cluster?.namespaceLabels != nil
        self.cluster?.readsSlices = !options.hidesEndpoints || options.hidesEmptyServices
    }

    private mutating func read(_ property: Stanza) throws(CorefileError) {
        switch property.name.text {
        case "manifests":
            guard !property.arguments.isEmpty else { throw property.argumentCountError() }
            directories += property.arguments.map(\.text)
        case "ttl":
            let argument = try property.argument()
            let ttl = try property.integer(argument)
            guard let value = UInt32(exactly: ttl), value <= 3600 else {
                throw property.error(at: argument, "ttl must be in range [0, 3600]: \(ttl)")
            }
            options.ttl = value
        case "dns_version":
            let argument = try property.argument()
            guard argument.text.utf8.count <= 255 else {
                throw property.error(
                    at: argument, "dns_version of \(argument.text.utf8.count) octets: at most 255 fit")
            }
            options.version = argument.text
        case "noendpoints":
            try property.expectNoArguments()
            options.hidesEndpoints = true
        case "ignore":
            let argument = try property.argument()
            guard argument.text == "empty_service" else {
                throw property.error(at: argument, "unable to parse ignore value: '\(argument.text)'")
            }
            options.hidesEmptyServices = true
        case "fallthrough":
            let given = try property.names(property.arguments)
            fallthroughZones = given.isEmpty ? [.root] : given
        case "startup_timeout":
            let argument = try property.argument()
            do throws(GoDuration.Invalid) {
                startupTimeout = Double(try GoDuration(argument.text).nanoseconds) / 1e9
            } catch {
                throw property.error(
                    at: argument, "failed to parse startup_timeout: \(argument.text), \(error)")
            }
        default:
            throw property.unknownProperty()
        }
    }

    func apply(to block: inout BlockPlan) throws(CorefileError) {
        let origins = zones.isEmpty ? block.origins : zones
        guard !origins.allSatisfy(Self.isReverse) else {
            throw stanza.plainError(at: stanza.name, "non-reverse zone name must be used")
        }
        block.links.append(
            .multicluster(
                MulticlusterPlan(
                    origins: origins, options: options, directories: directories, usesPodNames: usesPodNames,
                    cluster: cluster, startupTimeout: startupTimeout,
                    fallthroughZones: fallthroughZones ?? [])))
    }

    private static func isReverse(_ zone: Name) -> Bool {
        reverseTrees.contains { zone.isEqualToOrBelow($0) }
    }
}
