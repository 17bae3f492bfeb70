import TestSupport
import Testing

@testable import Feeds

@Suite("A cluster whose database was put back")
struct RestoreTests {
    @Test("is followed in its new state, and from there on")
    func restored() throws {
        let cluster = try FollowedCluster(timings: .short, observing: "cart.default", "late.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndSync()
        try api.save()
        try api.putImport("cart", addresses: ["10.0.0.2"])
        try api.putImport("late", addresses: ["10.0.0.9"])
        cluster.waits(for: "10.0.0.9", at: "late.default")

        try api.restore()
        cluster.waits(for: "NXDOMAIN", at: "late.default")
        cluster.waits(for: "10.0.0.1", at: "cart.default")
        try api.putImport("cart", addresses: ["10.0.0.3"])
        cluster.waits(for: "10.0.0.3", at: "cart.default")
        #expect(
            cluster.history(of: "cart.default") == [
                "SERVFAIL", "10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.3",
            ])
    }

    @Test("and has gone on since, past what was known, is read anew in time")
    func caughtUp() throws {
        var timings = ReflectorTimings.short
        timings.trust = 1_000_000_000
        let cluster = try FollowedCluster(timings: timings)
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndSync()
        try api.save()
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")

        try api.down()
        try api.restore()
        for number in 1...5 { try api.putImport("other-\(number)", addresses: ["10.0.1.\(number)"]) }
        try api.up()
        cluster.waits(for: "10.0.0.1", at: "cart.default")
    }
}
