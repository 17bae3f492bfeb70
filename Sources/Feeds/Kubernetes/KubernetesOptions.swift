import ClusterSet

/// Which cluster a feed follows, and which of its objects.
package struct KubernetesOptions: Hashable, Sendable {
    package var source: ClusterSource
    /// The namespaces whose objects count; empty: all.
    package var namespaces: Set<String> = []
    /// A label selector for Namespaces: only those it matches have names.
    package var namespaceLabels: String?
    /// A label selector for ServiceImports.
    package var labels: String?
    /// Something depends on EndpointSlices.
    package var readsSlices = true

    /// Endpoints without a hostname are named after their pods (`endpoint_pod_names`).
    package var usesPodNames = false

    package init(source: ClusterSource) { self.source = source }

    /// The resources to follow.
    var resources: [APIResource] {
        // A reader of one namespace needs no rights to the others.
        let only = namespaces.count == 1 ? namespaces.first : nil
        let imports = APIResource(kind: .serviceImports, namespace: only, labels: labels)
        let slices = APIResource(kind: .endpointSlices, namespace: only, labels: APIResource.serviceLabel)
        let namespaces = namespaceLabels.map { APIResource(kind: .namespaces, labels: $0) }
        return [imports, readsSlices ? slices : nil, namespaces].compactMap(\.self)
    }
}

/// How a cluster's API server is found.
package enum ClusterSource: Hashable, Sendable {
    /// A kubeconfig file, with its current context unless another one is named.
    case kubeconfig(path: String, context: String?)
    /// A URL, and PEM files for TLS.
    case endpoint(url: String, certificate: String?, key: String?, authority: String?)
    /// The service account of the pod that this process runs in.
    case inCluster

    /// What the files and the environment say at present.
    func load() throws(AccessError) -> ClusterAccess {
        switch self {
        case .kubeconfig(let path, let context): try .kubeconfig(path, context: context)
        case .endpoint(let url, let certificate, let key, let authority):
            try .endpoint(url, certificate: certificate, key: key, authority: authority)
        case .inCluster: try .inCluster()
        }
    }
}
