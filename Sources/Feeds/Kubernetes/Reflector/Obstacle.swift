/// What keeps the objects of a kind from being up to date.
package enum Obstacle: Hashable, Sendable {
    /// The first answer has not come yet.
    case pending
    /// Nothing answers at the API server's address.
    case unreachable(String)
    /// The API server does not know us (401).
    case unauthorized
    /// We may not read the objects (403); the server's message.
    case forbidden(String)
    /// The kind is not served: its CustomResourceDefinition is missing (404).
    case notServed
    /// The API server answers with an error.
    case refused(code: Int, String)
    /// What came is not what the Kubernetes API says.
    case malformed(String)
    /// Nothing came any more.
    case stalled
    /// The credentials cannot be had.
    case credentials(String)
}

extension Obstacle {
    /// Whether an operator who was told of this one knows the other one too.
    func isLike(_ other: Obstacle) -> Bool {
        switch (self, other) {
        case (.refused(let mine, _), .refused(let theirs, _)): mine == theirs
        case (.malformed, .malformed), (.unreachable, .unreachable), (.forbidden, .forbidden),
            (.credentials, .credentials):
            true
        default: self == other
        }
    }

    /// Whether it is the API server's, or the way there, and not of a kind of objects.
    var isOfServer: Bool {
        switch self {
        case .unreachable, .unauthorized, .credentials: true
        case .pending, .forbidden, .notServed, .refused, .malformed, .stalled: false
        }
    }

    /// What is in the way, in a few words: for clients and probes.
    func brief(of resource: APIResource) -> String {
        switch self {
        case .pending: "waiting for the first list of \(resource.kind.plural)"
        case .unreachable: "no connection to the API server"
        case .unauthorized: "the API server does not accept the credentials"
        case .forbidden: "no right to list and watch \(resource.kind.plural)"
        case .notServed: "the API server has no \(resource.kind.plural): the CRD is not installed"
        case .refused(let code, _): "the API server answers \(code) for \(resource.kind.plural)"
        case .malformed: "the API server's answers for \(resource.kind.plural) cannot be read"
        case .stalled: "the API server stopped answering for \(resource.kind.plural)"
        case .credentials: "no credentials for the API server"
        }
    }

    /// What is in the way, and what to do: for whoever runs the server.
    func advice(on resource: APIResource) -> String {
        switch self {
        case .pending, .stalled: brief(of: resource)
        case .unreachable(let reason), .credentials(let reason): reason
        case .unauthorized: "\(brief(of: resource)) (401): are the token and the certificate still valid?"
        case .forbidden(let message):
            "\(brief(of: resource)) (403: \(message)); a role of this server's needs the rule {\(resource.rule)}"
        case .notServed:
            """
            \(brief(of: resource)); install the CustomResourceDefinition \(resource.kind.plural).\(resource.kind.group), \
            of which v1beta1 and v1alpha1 are read
            """
        case .refused(_, let message): "\(brief(of: resource)): \(message)"
        case .malformed(let reason): "\(brief(of: resource)): \(reason)"
        }
    }
}
