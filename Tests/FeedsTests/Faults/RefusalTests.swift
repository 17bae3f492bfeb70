import Feeds
import TestSupport
import Testing

@Suite("An API server that refuses")
struct RefusalTests {
    @Test("and says when to come again is not asked before")
    func retryAfter() throws {
        let cluster = try FollowedCluster()
        let codes: [(FakeAPIServer.Resource, Int)] = [
            (.discovery, 429), (.serviceImports, 500), (.endpointSlices, 503),
        ]
        for (resource, code) in codes {
            try cluster.api.inject(.status(code, retryAfter: 1), resource, times: 1)
        }
        try cluster.startAndSync()
        for (resource, code) in codes {
            let requests = try cluster.api.requests().filter {
                $0.resource == resource.rawValue && $0.path != "/readyz"
            }
            try #require(requests.count >= 2)
            #expect(requests[0].status == code)
            // The clock of the log begins to run when the request is there.
            #expect(requests[1].time - requests[0].time >= 0.95)
        }
    }

    @Test("five times in a row is right again within 15 seconds")
    func fiveTimes() throws {
        let cluster = try FollowedCluster()
        try cluster.api.inject(.status(500), .endpointSlices, times: 5)
        try cluster.startAndSync()
        let requests = try cluster.api.requests().filter { $0.resource == "endpointslices" }
        #expect(requests.prefix(6).map(\.status) == [500, 500, 500, 500, 500, 200])
        try #require(requests.count >= 6)
        #expect(requests[5].time - requests[0].time <= 15)
    }

    @Test("is asked at most 15 times in any second, in whatever way it refuses")
    func pace() throws {
        // All at once, for each takes its time.
        let clusters = try Self.refusals.map { refusal in
            let cluster = try FollowedCluster { $0.namespaceLabels = "shown" }
            try cluster.api.inject(refusal.fault, .any, refusal.verb)
            try cluster.start()
            return cluster
        }
        for (cluster, refusal) in zip(clusters, Self.refusals) {
            let counters = try cluster.api.waits(for: "requests=18")
            #expect(counters.maxPerSecond <= 15, "\(refusal.name)")
        }
    }

    private static let refusals: [(name: String, fault: FakeFault, verb: FakeAPIServer.Verb)] = [
        ("500", .status(500), .any),
        ("410", .status(410), .any),
        ("410 as an event", .expired, .watch),
        ("reset", .reset(.headers), .any),
        ("cut within an object", .end(.object), .any),
        ("another page", .body("<html>"), .any),
        ("watches that end at once", .close, .watch),
        ("watches that cannot be read", .lines("nonsense"), .watch),
        ("watches that speak and fail", .lines(Self.bookmark), .watch),
    ]

    /// A bookmark, and an error after it.
    private static let bookmark = """
        {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1001"}}}
        {"type":"ERROR","object":{"kind":"Status","code":500,"reason":"InternalError"}}
        """
}
