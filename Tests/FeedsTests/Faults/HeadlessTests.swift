import TestSupport
import Testing

@testable import Feeds

@Suite("An import that turns headless")
struct HeadlessTests {
    private static let labels = "labelSelector=multicluster.kubernetes.io%2Fservice-name%3Dcart"

    /// A cluster with the import `cart` at 10.0.0.1, which has one endpoint, 10.1.0.1.
    private func cluster() throws -> FollowedCluster {
        var timings = ReflectorTimings()
        timings.silence = 400_000_000
        let cluster = try FollowedCluster(timings: timings, observing: "cart.default")
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"])
        try cluster.startAndWatch()
        return cluster
    }

    @Test("has its slices fetched once more, and its name is never gone")
    func fetched() throws {
        let cluster = try cluster()
        try cluster.api.clearLog()
        try cluster.api.putImport("cart")
        cluster.waits(for: "10.1.0.1", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.1.0.1"])
        let requests = try cluster.api.requests()
        #expect(requests.map(\.path) == ["/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"])
        #expect(requests[0].query.contains(Self.labels))
    }

    @Test(
        "has them fetched again until that goes well, and stays what it was until then",
        arguments: [
            FakeFault.status(500), .status(429, retryAfter: 1), .reset(), .end(.object), .stall(.headers),
            .stall(),
            .body("<html>"), .body("{", type: "application/json"),
        ])
    func faults(fault: FakeFault) throws {
        let cluster = try cluster()
        try cluster.api.inject(fault, .endpointSlices, .list, times: 1)
        try cluster.api.putImport("cart")
        try cluster.api.waits(for: "hits=1")
        try cluster.catchesUp()
        try cluster.api.putSlice("cart-2", of: "cart", addresses: ["10.1.0.2"])
        cluster.waits(for: "10.1.0.1 10.1.0.2", at: "cart.default")
        let answers = cluster.history(of: "cart.default").filter { $0 != "10.1.0.1" }
        #expect(answers == ["SERVFAIL", "10.0.0.1", "10.1.0.1 10.1.0.2"])
    }

    @Test(
        "with sixty others is no flood of requests, whether they go well or not",
        arguments: [true, false])
    func flood(goesWell: Bool) throws {
        let cluster = try FollowedCluster()
        let api = cluster.api
        try api.fill(imports: 60)
        try cluster.startAndWatch()
        if !goesWell { try api.inject(.status(503), .endpointSlices, .list, times: 20) }
        try api.clearLog()
        try api.down()
        try api.fill(imports: 60, headless: true)
        try api.up()
        // Each import has the same address as its one endpoint, so the endpoint's own name tells that it is headless.
        for number in 0..<60 {
            cluster.waits(for: "10.0.0.\(number)", at: "host-0.cluster1.svc-\(number).ns-0")
        }
        let counters = try api.counters()
        #expect(counters.accepted <= 20)
        guard !goesWell else { return }
        let lists = try api.requests().filter { $0.verb == "list" }
        let last = try #require(lists.lastIndex { $0.status == 503 })
        for (first, one) in lists.prefix(last + 1).enumerated() {
            let within = lists[first...].prefix(last + 1 - first).count { $0.time < one.time + 1 }
            #expect(within <= 15)
        }
    }
}
