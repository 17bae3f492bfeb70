package import ClusterSet

/// What the API calls the kinds.
extension ObjectKind {
    /// The `kind` of such an object.
    var object: String {
        switch self {
        case .serviceImports: "ServiceImport"
        case .endpointSlices: "EndpointSlice"
        case .namespaces: "Namespace"
        }
    }

    /// The `kind` of a list of them.
    var list: String { "\(object)List" }

    /// What they are called in paths and in RBAC rules.
    package var plural: String { "\(object.lowercased())s" }

    /// The API group; empty for the core one.
    var group: String {
        switch self {
        case .serviceImports: "multicluster.x-k8s.io"
        case .endpointSlices: "discovery.k8s.io"
        case .namespaces: ""
        }
    }
}
