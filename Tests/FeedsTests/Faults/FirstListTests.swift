import TestSupport
import Testing

@Suite("Before the first complete list")
struct FirstListTests {
    @Test("no name is said not to exist, and readiness and clients learn what is missing")
    func waiting() throws {
        let cluster = try FollowedCluster(timings: .short, observing: "cart.default", "none.default")
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.inject(.stall(.object, after: 1), .serviceImports)
        try cluster.start()
        cluster.waits(forObstacle: "waiting for the first list of serviceimports")
        cluster.waits(forObstacle: "the API server stopped answering for serviceimports")
        #expect(
            cluster.explanation("cart.default")
                == "the API server stopped answering for serviceimports")
        #expect(!cluster.isSynced)

        try cluster.api.clearFaults()
        cluster.waits(for: "10.0.0.1", at: "cart.default")
        cluster.waits(for: "NXDOMAIN", at: "none.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
        #expect(cluster.history(of: "none.default") == ["SERVFAIL", "NXDOMAIN"])
    }

    @Test("what is known of one kind of objects is answered, and the rest waits for the other")
    func oneKind() throws {
        let cluster = try FollowedCluster()
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.deny([.endpointSlices])
        try cluster.start()
        cluster.waits(for: "10.0.0.1", at: "cart.default")
        cluster.waits(forObstacle: "no right to list and watch endpointslices")
        #expect(cluster.answer("none.default") == "SERVFAIL")
        try cluster.api.deny([])
        cluster.waits(for: "NXDOMAIN", at: "none.default")
    }

    @Test("an API server that is away is waited for")
    func away() throws {
        let cluster = try FollowedCluster()
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.down()
        try cluster.start()
        cluster.waits(forObstacle: "no connection to the API server")
        cluster.log.waits(for: "connection refused by 127.0.0.1:\(cluster.api.port): is the API server up?")
        #expect(cluster.answer("cart.default") == "SERVFAIL")
        try cluster.api.up()
        cluster.waits(for: "10.0.0.1", at: "cart.default")
    }
}
