/// What an API server says of a failure: a `Status` of `meta/v1`.
package struct APIStatus: Error, Hashable, Sendable {
    /// The longest wait that is taken over from a server: an hour.
    static let longestWait = 3600

    /// As in HTTP; 0 when the server does not say.
    package var code: Int
    /// One word, such as `Expired`; empty when the server does not say.
    package var reason: String
    package var message: String
    /// From 0 to 3600.
    package var retryAfterSeconds: Int?
    /// What a list that has expired (410) can be gone on with, in another state than it began with.
    package var continuation: String?

    package init(
        code: Int, reason: String, message: String, retryAfterSeconds: Int? = nil, continuation: String? = nil
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
        self.continuation = continuation
    }
}

extension APIStatus {
    init(_ root: JSONField) throws(JSONError) {
        let continuation = try root["metadata"]["continue"].string() ?? ""
        self.init(
            code: try root["code"].integer() ?? 0,
            reason: try root["reason"].string() ?? "",
            message: try root["message"].string() ?? "",
            retryAfterSeconds: try root["details"]["retryAfterSeconds"].integer()
                .map { min(max($0, 0), APIStatus.longestWait) },
            continuation: continuation.isEmpty ? nil : continuation
        )
    }
}
