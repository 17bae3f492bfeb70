import ClusterSet

/// Where the API server has the objects of a kind, and which of them are asked for.
struct APIResource {
    /// The label by which EndpointSlices belong to ServiceImports.
    static let serviceLabel = "multicluster.kubernetes.io/service-name"

    let kind: ObjectKind
    /// The only namespace that is read; nil: all.
    var namespace: String?
    /// A label selector; nil: all.
    var labels: String?

    /// The path and the query of a request.
    func target(of request: Reflector.Request, version: String, watchSeconds: Int) -> String {
        var query: [(String, String)] = []
        if let labels { query.append(("labelSelector", labels)) }
        let watch = [("watch", "1"), ("allowWatchBookmarks", "true"), ("timeoutSeconds", "\(watchSeconds)")]
        switch request {
        case .discover: return "/apis/\(kind.group)"
        case .probe: query.append(("limit", "1"))
        case .list(let continuation, let limit):
            query.append(("limit", "\(limit)"))
            if let continuation { query.append(("continue", continuation)) }
        case .watch(let resourceVersion):
            query += watch + [("resourceVersion", resourceVersion)]
        case .stream:
            query += watch + [("sendInitialEvents", "true"), ("resourceVersionMatch", "NotOlderThan")]
        }
        let root = kind.group.isEmpty ? "/api/\(version)" : "/apis/\(kind.group)/\(version)"
        let scope = namespace.map { "/namespaces/\($0)" } ?? ""
        let text = query.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return "\(root)\(scope)/\(kind.plural)?\(text)"
    }

    /// The rule that a role needs for the requests, in one line.
    var rule: String {
        #"apiGroups: ["\#(kind.group)"], resources: ["\#(kind.plural)"], verbs: ["list", "watch"]"#
    }
}

extension String {
    /// The text as a value in a query: everything but unreserved characters escaped (RFC 3986 §2.1).
    fileprivate var percentEncoded: String {
        utf8.map { octet in
            switch octet {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(octet))
            default:
                "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
