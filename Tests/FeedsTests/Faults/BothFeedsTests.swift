import TestSupport
import Testing

@Suite("A cluster and manifests beside each other")
struct BothFeedsTests {
    private let folder = Folder()

    private static func manifest(_ name: String, _ address: String) -> String {
        """
        apiVersion: multicluster.x-k8s.io/v1beta1
        kind: ServiceImport
        metadata: {name: \(name)}
        spec: {type: ClusterSetIP, ips: [\(address)]}
        """
    }

    @Test("answer as one, the cluster's object first, which is said once")
    func layers() throws {
        folder.write("cart.yaml", Self.manifest("cart", "192.0.2.1"))
        folder.write("own.yaml", Self.manifest("own", "192.0.2.2"))
        let cluster = try FollowedCluster(observing: "cart.default", "own.default", manifests: folder)
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        #expect(cluster.answer("cart.default") == "10.0.0.1" && cluster.answer("own.default") == "192.0.2.2")
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        try api.hitWatches(.expired, of: .serviceImports)
        try cluster.catchesUp()
        try api.delete(.serviceImports, "default/cart")
        cluster.waits(for: "192.0.2.1", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["192.0.2.1", "10.0.0.1", "10.0.0.2", "192.0.2.1"])
        #expect(cluster.history(of: "own.default") == ["192.0.2.2"])
        #expect(cluster.log.all.count { $0.contains("object=default/cart") } == 1)
    }

    @Test(
        "do not wait for each other: files are answered while the cluster is away, or half way through a list"
    )
    func independent() throws {
        folder.write("own.yaml", Self.manifest("own", "192.0.2.2"))
        let cluster = try FollowedCluster(observing: "own.default", manifests: folder)
        let api = cluster.api
        try api.set("\"initialEvents\": false")
        try api.fill(imports: 600)
        try api.down()
        try cluster.start()
        cluster.waits(for: "192.0.2.2", at: "own.default")
        #expect(cluster.answer("none.default") == "SERVFAIL")

        try api.inject(.status(500), .serviceImports, .list, page: 2)
        try api.up()
        try api.waits(for: "hits=1")
        folder.write("own.yaml", Self.manifest("own", "192.0.2.3"))
        cluster.waits(for: "192.0.2.3", at: "own.default")
        #expect(cluster.answer("svc-1.ns-0") == "SERVFAIL")
        try api.clearFaults()
        cluster.waits(for: "10.0.0.1", at: "svc-1.ns-0")
        #expect(cluster.history(of: "own.default") == ["192.0.2.2", "192.0.2.3"])
    }
}
