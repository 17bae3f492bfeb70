import TestSupport
import Testing

@Suite("A resource version that is too old")
struct ExpiredTests {
    @Test("leads to a new list, which replaces without a gap what was known", arguments: [true, false])
    func tooOld(streams: Bool) throws {
        let cluster = try FollowedCluster(
            observing: "stays.default", "changes.default", "goes.default", "comes.default")
        let api = cluster.api
        try api.set("\"initialEvents\": \(streams)")
        for name in ["stays", "changes", "goes"] { try api.putImport(name, addresses: ["10.0.0.1"]) }
        try cluster.startAndSync()

        try api.down()
        try api.delete(.serviceImports, "default/goes")
        try api.putImport("changes", addresses: ["10.0.0.2"])
        try api.putImport("comes", addresses: ["10.0.0.3"])
        try api.compact()
        try api.up()
        cluster.waits(for: "NXDOMAIN", at: "goes.default")
        #expect(cluster.history(of: "stays.default") == ["SERVFAIL", "10.0.0.1"])
        #expect(cluster.history(of: "changes.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
        #expect(cluster.history(of: "goes.default") == ["SERVFAIL", "10.0.0.1", "NXDOMAIN"])
        #expect(cluster.history(of: "comes.default") == ["SERVFAIL", "NXDOMAIN", "10.0.0.3"])
    }

    @Test("does so as an event of the watch, and as the response to it", arguments: ["event", "response"])
    func forms(form: String) throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.clearLog()
        if form == "event" {
            try api.hitWatches(.expired)
        } else {
            try api.inject(.status(410), .serviceImports, times: 1)
            try api.inject(.status(410), .endpointSlices, times: 1)
            try api.hitWatches(.close)
        }
        try api.waits(for: "watches=2&requests=\(form == "event" ? 2 : 4)")
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
        let streams = try api.requests().filter { $0.query.contains("sendInitialEvents") && $0.status == 200 }
        #expect(Set(streams.map(\.resource)) == ["serviceimports", "endpointslices"])
    }

    @Test("in the middle of a list has it begin again")
    func middleOfList() throws {
        let cluster = try FollowedCluster()
        let api = cluster.api
        try api.set("\"initialEvents\": false")
        try api.fill(imports: 1100, slices: 0)
        try api.inject(.expired, .serviceImports, .list, page: 2, times: 1)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-1099.ns-0") == "10.0.4.75")
        let lists = try api.requests().filter { $0.resource == "serviceimports" && $0.verb == "list" }
        #expect(lists.map(\.status) == [200, 410, 200, 200, 200])
        #expect(lists.map { $0.query.contains("continue") } == [false, true, false, true, true])
    }
}
