extension Reflector {
    enum Request: Hashable {
        /// Which versions of the kind's group are served.
        case discover
        /// Everything there is, then what changes, in one response.
        case stream
        /// A page of everything there is.
        case list(continuation: String?, limit: Int)
        /// Whether the API server's resource version is still ahead of ours: a list of one object.
        case probe
        /// What has changed since a resource version, and what will.
        case watch(from: String)

        var isWatch: Bool {
            if case .watch = self { true } else { false }
        }
    }

    /// How a request ended, if not with a list's page.
    enum Ending: Hashable {
        /// The response ended as it should.
        case complete
        /// The API server refused; `retryAfter` in seconds.
        case status(code: Int, message: String, retryAfter: Int?)
        /// No connection came about.
        case unreachable(String)
        /// The connection broke, or the response did.
        case broken(String)
        /// What came is not what the Kubernetes API says.
        case malformed(String)
        /// The page is larger than anybody should hold.
        case oversized
        /// The credentials cannot be had.
        case credentials(String)
    }
}
