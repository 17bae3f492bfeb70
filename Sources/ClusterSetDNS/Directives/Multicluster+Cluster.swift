import Corefile
import Feeds

/// The properties of a `multicluster` stanza that say which cluster is followed, and which of its objects.
struct ClusterProperties {
    /// Client-side limits of CoreDNS, which lists whole clusters. This server sends a request or two every 20 seconds.
    private static let limits: Set<String> = ["apiserver_qps", "apiserver_burst", "apiserver_max_inflight"]

    private var source: (name: Token, source: ClusterSource)?
    private var files: [String]?
    private var tlsName: Token?
    private var namespaces: Set<String> = []
    private var namespaceLabels: String?
    private var labels: String?
    private(set) var usesPodNames = false

    /// Reads `property`; false when it is none of these.
    mutating func read(_ property: Stanza) throws(CorefileError) -> Bool {
        switch property.name.text {
        case "kubeconfig":
            let arguments = try property.arguments(1...2).map(\.text)
            let context = arguments.count == 2 ? arguments[1] : nil
            try set(.kubeconfig(path: arguments[0], context: context), by: property)
        case "endpoint":
            let url = try property.argument()
            guard url.text.hasPrefix("https://") || url.text.hasPrefix("http://") else {
                throw property.error(
                    at: url, "invalid endpoint '\(url.text)'", hint: "write it as in https://10.0.0.1:6443")
            }
            try set(
                .endpoint(url: url.text, certificate: nil, key: nil, authority: nil), by: property)
        case "in_cluster":
            try property.expectNoArguments()
            try set(.inCluster, by: property)
        case "tls":
            files = try property.arguments(3...3).map(\.text)
            tlsName = property.name
        case "namespaces":
            guard !property.arguments.isEmpty else { throw property.argumentCountError() }
            namespaces.formUnion(property.arguments.map(\.text))
        case "namespace_labels":
            namespaceLabels = try Self.selector(property, "namespace_label")
        case "labels":
            labels = try Self.selector(property, "label")
        case "endpoint_pod_names":
            try property.expectNoArguments()
            usesPodNames = true
        case let word where Self.limits.contains(word):
            _ = try property.argument()
        default:
            return false
        }
        return true
    }

    /// What the properties come to: a cluster, or none where manifests are the only feed.
    func options(of stanza: Stanza, hasManifests: Bool) throws(CorefileError) -> KubernetesOptions? {
        guard namespaces.isEmpty || namespaceLabels == nil else {
            throw stanza.plainError(
                at: stanza.name, "namespaces and namespace_labels cannot both be set")
        }
        var source = source?.source
        if let files, let tlsName {
            guard case .endpoint(let url, _, _, _) = source else {
                throw stanza.error(at: tlsName, "tls is for an endpoint", hint: "a kubeconfig names its own")
            }
            source = .endpoint(url: url, certificate: files[0], key: files[1], authority: files[2])
        }
        guard source != nil || !hasManifests else { return nil }
        var options = KubernetesOptions(source: source ?? .inCluster)
        options.namespaces = namespaces
        options.namespaceLabels = namespaceLabels
        options.labels = labels
        options.usesPodNames = usesPodNames
        return options
    }

    private mutating func set(_ new: ClusterSource, by property: Stanza) throws(CorefileError) {
        if let former = source {
            throw property.error(
                at: property.name, "'\(former.name.text)' and '\(property.name.text)' both say which cluster",
                hint: "one multicluster stanza follows one cluster")
        }
        source = (property.name, new)
    }

    private static func selector(_ property: Stanza, _ what: String) throws(CorefileError) -> String {
        guard let first = property.arguments.first else { throw property.argumentCountError() }
        let text = property.arguments.map(\.text).joined(separator: " ")
        do throws(LabelSelector.Invalid) {
            try LabelSelector.check(text)
        } catch {
            throw property.error(at: first, "unable to parse \(what) selector value: '\(text)' : \(error)")
        }
        return text
    }
}
