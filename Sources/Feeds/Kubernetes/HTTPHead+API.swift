/// What the headers of an API server's response say.
extension HTTPHead {
    /// How many seconds to wait before the next request; as a date (RFC 9110 §10.2.3) it is not read.
    var retryAfter: Int? { header("Retry-After").flatMap { Int($0) } }

    /// The type of a body that is not JSON, and so comes from somebody else; nil also when there is none.
    var foreignType: String? {
        guard let type = header("Content-Type"), !type.lowercased().hasPrefix("application/json") else {
            return nil
        }
        return type
    }
}
