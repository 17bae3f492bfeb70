import TestSupport
import Testing

@Suite("A response that stalls")
struct StallTests {
    @Test(
        "in its head or in an object is given up, and asked for over another connection",
        arguments: [
            (FakeAPIServer.Resource.discovery, FakeFault.stall(.headers)),
            (.serviceImports, .stall(.headers)), (.serviceImports, .stall(.object)),
            (.endpointSlices, .stall(.headers)), (.endpointSlices, .stall(.object)),
        ])
    func early(resource: FakeAPIServer.Resource, fault: FakeFault) throws {
        let cluster = try FollowedCluster(timings: .short)
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.putSlice("cart-1", of: "cart", addresses: ["10.1.0.1"])
        try cluster.api.inject(fault, resource, times: 1)
        try cluster.startAndSync()
        let requests = try cluster.api.requests().filter { $0.resource == resource.rawValue }
        try #require(requests.count >= 2)
        #expect(requests[0].fault == "stall" && requests[1].connection != requests[0].connection)
        #expect(cluster.answer("cart.default") == "10.0.0.1")
    }

    @Test("in a page of a list is asked for again, and only that page")
    func page() throws {
        let cluster = try FollowedCluster(timings: .short)
        try cluster.api.set("\"initialEvents\": false")
        try cluster.api.fill(imports: 1100, slices: 0)
        try cluster.api.inject(.stall(.object, after: 10), .serviceImports, .list, page: 2, times: 1)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-1099.ns-0") == "10.0.4.75")
        let lists = try cluster.api.requests().filter { $0.resource == "serviceimports" && $0.verb == "list" }
        #expect(lists.count { !$0.query.contains("continue") } == 1)
    }

    @Test(
        "while it is watched, between objects or within one, is resumed where it was",
        arguments: [FakeFault.stall(.idle), .stall(.object)])
    func watch(fault: FakeFault) throws {
        let cluster = try FollowedCluster(timings: .short, observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        // The first request tells everything, and the second one, after a second, only what is new.
        try api.waits(for: "requests=4")
        try api.clearLog()
        wait(for: "a watch") { (try? api.hitWatches(fault, of: .serviceImports)) == 1 }
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
        let requests = try api.requests()
        #expect(
            requests.allSatisfy { !$0.query.contains("sendInitialEvents") && !$0.query.contains("limit=500") }
        )
    }
}
