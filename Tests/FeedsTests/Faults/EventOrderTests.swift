import TestSupport
import Testing

@Suite("Events that come as they should not")
struct EventOrderTests {
    /// A cluster with the import `cart`, at 10.0.0.1 first and at 10.0.0.2 now, which is watched, and its resource version.
    private func cluster() throws -> (FollowedCluster, version: Int) {
        let cluster = try FollowedCluster(observing: "cart.default", "ghost.default")
        try cluster.api.putImport("cart", address: "10.0.0.1", uid: "u")
        try cluster.startAndWatch()
        let version = try cluster.api.putImport("cart", address: "10.0.0.2", uid: "u")
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        return (cluster, version)
    }

    @Test("twice, late, or about nothing, change nothing", arguments: Self.idle)
    func nothing(name: String, line: @Sendable (Int) -> String) throws {
        let (cluster, version) = try cluster()
        try cluster.api.hitWatches(.lines(line(version), line(version)), of: .serviceImports)
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
        #expect(cluster.history(of: "ghost.default") == ["SERVFAIL", "NXDOMAIN"])
        #expect(try cluster.api.counters().watches == 2)
    }

    private static let idle: [(String, @Sendable (Int) -> String)] = [
        ("the same again", { WatchLine.event("MODIFIED", "cart", "10.0.0.2", version: $0, uid: "u") }),
        ("the same as added", { WatchLine.event("ADDED", "cart", "10.0.0.2", version: $0, uid: "u") }),
        ("an older state", { WatchLine.event("MODIFIED", "cart", "10.0.0.1", version: $0 - 1, uid: "u") }),
        (
            "the end of an older state",
            { WatchLine.event("DELETED", "cart", "10.0.0.1", version: $0 - 1, uid: "u") }
        ),
        (
            "the end of a predecessor",
            { WatchLine.event("DELETED", "cart", "10.0.0.1", version: $0, uid: "former") }
        ),
        ("the end of nothing", { WatchLine.event("DELETED", "ghost", "10.0.0.1", version: $0, uid: "g") }),
        (
            "an event of no known type",
            { WatchLine.event("RENAMED", "ghost", "10.0.0.1", version: $0, uid: "g") }
        ),
        ("a bookmark", { #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"\#($0)"}}}"# }),
        (
            "a second end of the beginning",
            { version in
                """
                {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"\(version)",\
                "annotations":{"k8s.io/initial-events-end":"true"}}}}
                """
            }
        ),
    ]

    @Test("about an object that is new count whatever they call it, and a list puts right what was false")
    func modifiedFirst() throws {
        let (cluster, version) = try cluster()
        let line = WatchLine.event("MODIFIED", "ghost", "10.0.0.7", version: version + 1, uid: "g")
        try cluster.api.hitWatches(.lines(line), of: .serviceImports)
        cluster.waits(for: "10.0.0.7", at: "ghost.default")
        try cluster.api.hitWatches(.expired, of: .serviceImports)
        cluster.waits(for: "NXDOMAIN", at: "ghost.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("of an object that was replaced by another of its name lead to that one")
    func replaced() throws {
        let (cluster, version) = try cluster()
        try cluster.api.hitWatches(
            .lines(
                WatchLine.event("ADDED", "cart", "10.0.0.3", version: version + 2, uid: "new"),
                WatchLine.event("DELETED", "cart", "10.0.0.2", version: version + 1, uid: "u")),
            of: .serviceImports)
        cluster.waits(for: "10.0.0.3", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2", "10.0.0.3"])
    }
}
