import TestSupport
import Testing

@Suite("While the API server is away")
struct OutageTests {
    @Test("what was known last is answered, and how old it is can be told")
    func stale() throws {
        let cluster = try FollowedCluster(observing: "cart.default", "none.default")
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndSync()
        wait(for: "the watches") { cluster.staleSeconds == 0 }

        try cluster.api.down()
        cluster.log.waits(for: "what was known last is served on")
        wait(for: "the age") { cluster.staleSeconds > 0 }
        let age = cluster.staleSeconds
        wait(for: "a greater age") { cluster.staleSeconds > age }
        #expect(cluster.answer("cart.default") == "10.0.0.1" && cluster.answer("none.default") == "NXDOMAIN")

        try cluster.api.up()
        cluster.log.waits(for: "the cluster is followed again")
        wait(for: "the end of the outage") { cluster.staleSeconds == 0 }
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
        #expect(cluster.history(of: "none.default") == ["SERVFAIL", "NXDOMAIN"])
    }

    @Test("what changes is answered soon after it is back")
    func firstChange() throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndSync()
        try cluster.api.down(seconds: 1)
        try cluster.api.putImport("cart", addresses: ["10.0.0.2"])
        // Waits that double with each attempt would be longer by then.
        cluster.waits(for: "10.0.0.2", at: "cart.default", seconds: 10)
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("again and again, no name that exists is ever unanswered")
    func crashes() throws {
        let cluster = try FollowedCluster(observing: "cart.default", "still.default")
        try cluster.api.putImport("still", addresses: ["10.0.0.9"])
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndSync()
        for number in 2...4 {
            try cluster.api.down()
            try cluster.api.putImport("cart", addresses: ["10.0.0.\(number)"])
            if number == 3 { try cluster.api.compact() }
            try cluster.api.up()
            cluster.waits(for: "10.0.0.\(number)", at: "cart.default")
        }
        #expect(
            cluster.history(of: "cart.default") == [
                "SERVFAIL", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4",
            ])
        #expect(cluster.history(of: "still.default") == ["SERVFAIL", "10.0.0.9"])
    }
}
