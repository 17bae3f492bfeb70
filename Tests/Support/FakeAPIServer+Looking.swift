package import Testing

/// Settings, and what the server saw of its clients.
extension FakeAPIServer {
    /// What happened up to now.
    package struct Counters {
        /// Since the log was cleared.
        package let requests: Int
        /// The most in any second.
        package let maxPerSecond: Int
        /// How many watches are open and have been sent what there was at their beginning.
        package let watches: Int
        /// The resourceVersion up to which every one of them has been sent everything.
        package let delivered: Int
        /// How many connections are open.
        package let connections: Int
        /// How many there ever were.
        package let accepted: Int
        /// How many requests a fault has hit.
        package let hits: Int
        package let churned: Int
        package let resourceVersion: Int

        fileprivate init(_ reply: FakeReply) {
            requests = reply.number("requests") ?? -1
            maxPerSecond = reply.number("maxPerSecond") ?? -1
            watches = reply.number("watches") ?? -1
            delivered = reply.number("delivered") ?? -1
            connections = reply.number("connections") ?? -1
            accepted = reply.number("accepted") ?? -1
            hits = reply.number("hits") ?? -1
            churned = reply.number("churned") ?? -1
            resourceVersion = reply.number("resourceVersion") ?? -1
        }
    }

    /// A request and what became of it.
    package struct Request {
        /// Seconds since the server's start.
        package let time: Double
        package let method: String
        package let path: String
        package let query: String
        package let resource: String
        package let verb: String
        /// Empty when it was refused, or a fault hit it, before that was known.
        package let user: String
        /// 0 when no head was written, or as long as it is not.
        package let status: Int
        /// The kind of the fault that hit it; empty for none.
        package let fault: String
        /// Counts connections from 1.
        package let connection: Int
        package let acceptsGzip: Bool

        fileprivate init(_ reply: FakeReply) {
            time = reply["time"].flatMap { Double($0) } ?? -1
            method = reply["method"] ?? ""
            path = reply["path"] ?? ""
            query = reply["query"] ?? ""
            resource = reply["resource"] ?? ""
            verb = reply["verb"] ?? ""
            user = reply["user"] ?? ""
            status = reply.number("status") ?? -1
            fault = reply["fault"] ?? ""
            connection = reply.number("connection") ?? -1
            acceptsGzip = reply["acceptsGzip"] == "true"
        }
    }

    package func counters() throws -> Counters { Counters(try ask("GET", "counters")) }

    /// The requests since the log was cleared, at most the 20,000 latest.
    package func requests() throws -> [Request] {
        let text = try ask("GET", "log").text
        return text.split(separator: "{\"number\"").dropFirst().map { Request(FakeReply(text: String($0))) }
    }

    package func clearLog() throws { try ask("DELETE", "log") }

    /// Waits for conditions to hold, all at once, such as `watches=2&delivered=1042`: README.md has the list.
    /// Records an issue and returns the counters as they are when it took longer than `seconds`.
    @discardableResult
    package func waits(
        for conditions: String, seconds: Double = 30, _ location: SourceLocation = #_sourceLocation
    ) throws -> Counters {
        do {
            return Counters(try ask("GET", "wait?timeout=\(seconds)&\(conditions)"))
        } catch {
            Issue.record("never came: \(conditions): \(error)", sourceLocation: location)
            return try counters()
        }
    }

    /// Changes settings, given as JSON fields: `"bookmarkInterval": 0.1, "initialEvents": false`.
    package func set(_ fields: String) throws { try ask("POST", "settings", "{\(fields)}") }

    /// The versions of ServiceImports there are, the preferred one first; none: the CRD is not installed.
    package func serve(imports versions: [String]) throws {
        try set("\"served\": {\"serviceimports\": \(versions)}")
    }

    /// Replaces what is forbidden to everyone.
    package func deny(_ resources: [Resource]) throws {
        let rules = resources.map { "{\"resource\": \"\($0.rawValue)\"}" }.joined(separator: ", ")
        try set("\"denied\": [\(rules)]")
    }

    /// Replaces the bearer tokens that are good: none at all revokes those there were.
    package func accept(tokens: [String]) throws {
        let users = tokens.map { "\"\($0)\": \"reader\"" }.joined(separator: ", ")
        try set("\"tokens\": {\(users)}")
    }
}
