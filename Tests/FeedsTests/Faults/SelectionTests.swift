import Feeds
import TestSupport
import Testing

@Suite("Of a cluster's objects")
struct SelectionTests {
    @Test("only those of one namespace are asked for")
    func oneNamespace() throws {
        let cluster = try FollowedCluster { $0.namespaces = ["ns-1"] }
        try cluster.api.fill(imports: 3, namespaces: 3)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-1.ns-1") == "10.0.0.1" && cluster.answer("svc-0.ns-0") == "NXDOMAIN")
        let paths = try cluster.api.requests().filter { $0.resource != "discovery" }.map(\.path)
        #expect(!paths.isEmpty && paths.allSatisfy { $0.contains("/namespaces/ns-1/") })
    }

    @Test("those of several namespaces count, and what is wrong in others is nobody's business")
    func someNamespaces() throws {
        let cluster = try FollowedCluster { $0.namespaces = ["ns-1", "ns-2", "default"] }
        let api = cluster.api
        try api.fill(imports: 3, namespaces: 3)
        try api.put(.serviceImports, "ns-0/odd", #"{"spec": 5}"#)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-1.ns-1") == "10.0.0.1" && cluster.answer("svc-2.ns-2") == "10.0.0.2")
        try api.put(.serviceImports, "ns-0/odd", #"{"spec": 6}"#)
        try cluster.catchesUp()
        #expect(cluster.answer("svc-0.ns-0") == "NXDOMAIN")
        #expect(!cluster.log.all.contains { $0.hasPrefix("error") })
    }

    @Test("those with the labels count, as long as they have them")
    func labels() throws {
        let cluster = try FollowedCluster(observing: "cart.default") { $0.labels = "tier in (front, back)" }
        let api = cluster.api
        try api.put(Self.labelled("cart", tier: "front", "10.0.0.1"))
        try api.put(Self.labelled("other", tier: "none", "10.0.0.2"))
        try cluster.startAndSync()
        #expect(cluster.answer("cart.default") == "10.0.0.1" && cluster.answer("other.default") == "NXDOMAIN")
        try api.put(Self.labelled("cart", tier: "none", "10.0.0.1"))
        cluster.waits(for: "NXDOMAIN", at: "cart.default")
        try api.put(Self.labelled("cart", tier: "back", "10.0.0.1"))
        cluster.waits(for: "10.0.0.1", at: "cart.default")
    }

    @Test("those in namespaces with the labels have names, as long as the namespaces have them")
    func namespaceLabels() throws {
        let cluster = try FollowedCluster(observing: "cart.shop") { $0.namespaceLabels = "stage!=test" }
        let api = cluster.api
        try api.put(Self.namespace("shop", stage: "test"))
        try api.put(
            """
            {"kind": "ServiceImport", "metadata": {"name": "cart", "namespace": "shop"},
             "spec": {"type": "ClusterSetIP", "ips": ["10.0.0.1"]}}
            """)
        try api.putImport("cart", addresses: ["10.0.0.2"])
        try cluster.startAndWatch()
        #expect(cluster.answer("cart.default") == "10.0.0.2" && cluster.answer("cart.shop") == "NXDOMAIN")
        try api.put(Self.namespace("shop", stage: "production"))
        cluster.waits(for: "10.0.0.1", at: "cart.shop")
        try api.hitWatches(.expired, of: .namespaces)
        try api.put(Self.namespace("shop", stage: "test"))
        cluster.waits(for: "NXDOMAIN", at: "cart.shop")
        #expect(cluster.history(of: "cart.shop") == ["SERVFAIL", "NXDOMAIN", "10.0.0.1", "NXDOMAIN"])
    }

    private static func labelled(_ name: String, tier: String, _ address: String) -> String {
        """
        {"kind": "ServiceImport", "metadata": {"name": "\(name)", "namespace": "default", "labels": {"tier": "\(tier)"}},
         "spec": {"type": "ClusterSetIP", "ips": ["\(address)"]}}
        """
    }

    private static func namespace(_ name: String, stage: String) -> String {
        """
        {"kind": "Namespace", "metadata": {"name": "\(name)", "labels": {"stage": "\(stage)"}}}
        """
    }
}
