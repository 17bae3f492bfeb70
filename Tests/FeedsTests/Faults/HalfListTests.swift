import TestSupport
import Testing

@Suite("A list that is not complete")
struct HalfListTests {
    @Test("changes nothing, though its third page breaks off again and again")
    func thirdPage() throws {
        let cluster = try FollowedCluster(observing: "svc-1.ns-0", "svc-10.ns-0", "new.default")
        let api = cluster.api
        try api.set("\"initialEvents\": false")
        try api.fill(imports: 1100, slices: 0)
        try cluster.startAndSync()

        try api.down()
        try api.delete(.serviceImports, "ns-0/svc-1")
        try api.put(.serviceImports, "ns-0/svc-10", Self.moved)
        try api.putImport("new", addresses: ["10.9.9.8"])
        try api.compact()
        try api.inject(.reset(.object, after: 10), .serviceImports, .list, page: 3)
        try api.up()
        try api.waits(for: "hits=2")
        #expect(cluster.history(of: "svc-1.ns-0") == ["SERVFAIL", "10.0.0.1"])
        #expect(cluster.history(of: "svc-10.ns-0") == ["SERVFAIL", "10.0.0.10"])
        #expect(cluster.history(of: "new.default") == ["SERVFAIL", "NXDOMAIN"])

        try api.clearFaults()
        cluster.waits(for: "NXDOMAIN", at: "svc-1.ns-0")
        #expect(cluster.history(of: "svc-10.ns-0") == ["SERVFAIL", "10.0.0.10", "10.9.9.9"])
        #expect(cluster.history(of: "new.default") == ["SERVFAIL", "NXDOMAIN", "10.9.9.8"])
    }

    @Test("is not shown in part, whether it drips, stalls or breaks off", arguments: [true, false])
    func atOnce(streams: Bool) throws {
        let cluster = try FollowedCluster(timings: .short)
        let api = cluster.api
        try api.set("\"initialEvents\": \(streams)")
        for name in ["a", "b", "c", "d"] { try api.putImport(name, addresses: ["10.0.0.1"]) }
        let verb = streams ? FakeAPIServer.Verb.watch : .list
        try api.inject(.end(.object, after: 2), .serviceImports, verb, times: 1)
        try api.inject(.stall(.object, after: 3), .serviceImports, verb, times: 1)
        // A second stream would be the last: after it, pages are asked for.
        try api.inject(.drip(octetsPerSecond: 4000), .serviceImports, times: 1)
        try cluster.startAndSync()
        #expect(cluster.answer("d.default") == "10.0.0.1")
        let sizes = cluster.sizes
        // The four come in one piece, with their namespace.
        #expect(sizes.count == 2 && sizes.last == sizes[0] + 5)
    }

    private static let moved = """
        {"metadata": {"name": "svc-10", "namespace": "ns-0"}, "spec": {"type": "ClusterSetIP", "ips": ["10.9.9.9"]}}
        """
}
