import TestSupport
import Testing

@Suite("An object that is damaged")
struct DamagedObjectTests {
    @Test(
        "costs itself only, in a stream, in a list and in a watch, and is spoken of once",
        arguments: Self.imports)
    func serviceImport(json: String) throws {
        let cluster = try FollowedCluster(observing: "cart.default", "odd.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.put(.serviceImports, "default/odd", json)
        try api.putImport("zoo", addresses: ["10.0.0.3"])
        try cluster.startAndWatch()
        #expect(cluster.answer("zoo.default") == "10.0.0.3")

        try api.set("\"initialEvents\": false")
        try api.hitWatches(.expired, of: .serviceImports)
        try cluster.catchesUp()
        try api.put(.serviceImports, "default/odd", json)
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
        #expect(cluster.history(of: "odd.default") == ["SERVFAIL", "NXDOMAIN"])
        #expect(cluster.log.all.filter { $0.hasPrefix("error ServiceImport") }.count == 1)
    }

    private static let imports = [
        #"{"spec": 5}"#,
        #"{"spec": []}"#,
        #"{"metadata": 5, "spec": {"type": "Headless"}}"#,
        #"{"metadata": {"name": "../../odd"}, "spec": {"type": "ClusterSetIP"}}"#,
        #"{"metadata": {"name": "odd\u0000"}, "spec": {"type": "ClusterSetIP"}}"#,
        #"{"metadata": {"namespace": "*"}, "spec": {"type": "ClusterSetIP"}}"#,
        #"{"spec": {"type": "Sometimes"}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ips": "10.0.0.1"}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ips": [10]}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ports": [{"port": 65536}]}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ports": [{"port": -1}]}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ports": [{"port": 1e300}]}}"#,
        #"{"spec": {"type": "ClusterSetIP", "ports": [{"port": "http"}]}}"#,
        "{\"spec\": {\"type\": \"ClusterSetIP\", \"ips\": [\"10.0.0.1\""
            + String(repeating: ", \"10.0.0.1\"", count: 20_000) + "]}}",
    ]

    @Test("leaves what was known of it, until it is whole again")
    func lastGoodState() throws {
        let cluster = try FollowedCluster(observing: "cart.default", "db.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.putImport("db")
        try api.putSlice("db-1", of: "db", addresses: ["10.1.0.1"])
        try cluster.startAndSync()
        try api.put(.serviceImports, "default/cart", #"{"spec": {"type": "ClusterSetIP", "ips": 5}}"#)
        try api.put(
            .endpointSlices, "default/db-1",
            #"{"metadata": {"labels": {"multicluster.kubernetes.io/service-name": "db"}}, "endpoints": 5}"#)
        cluster.log.waits(for: "EndpointSlice default/db-1: endpoints: expected a list")
        cluster.log.waits(for: "ServiceImport default/cart: spec.ips: expected a list")
        try cluster.catchesUp()
        try api.putImport("cart", addresses: ["10.0.0.2"])
        try api.putSlice("db-1", of: "db", addresses: ["10.1.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        cluster.waits(for: "10.1.0.2", at: "db.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
        #expect(cluster.history(of: "db.default") == ["SERVFAIL", "10.1.0.1", "10.1.0.2"])
    }

    @Test("in one of its addresses has the others")
    func junkAddress() throws {
        let cluster = try FollowedCluster()
        try cluster.api.putImport("cart", addresses: ["junk", "10.0.0.1", "300.1.1.1", "", "10.0.0.1"])
        try cluster.startAndSync()
        #expect(cluster.answer("cart.default") == "10.0.0.1")
    }

    @Test("is a line a second in the log, however many are like it")
    func flood() throws {
        let cluster = try FollowedCluster()
        let items = (0..<1000).map {
            "{\"kind\": \"ServiceImport\", \"metadata\": {\"name\": \"odd-\($0)\"}}"
        }
        try cluster.api.put("{\"items\": [\(items.joined(separator: ", "))]}")
        try cluster.startAndSync()
        #expect(cluster.log.all.filter { $0.hasPrefix("error") }.count < 10)
    }
}
