import TestSupport
import Testing

@Suite("An API server that denies")
struct DeniedTests {
    @Test("a token that was revoked is shown the one that has come in its place")
    func tokenFile() throws {
        let cluster = try FollowedCluster(context: "token-file", observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.accept(tokens: ["new-token"])
        try api.hitWatches(.close)
        cluster.log.waits(for: "the API server does not accept the credentials (401)")
        try api.putImport("cart", addresses: ["10.0.0.2"])
        #expect(cluster.answer("cart.default") == "10.0.0.1")
        api.write(token: "new-token")
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("is not asked before there is a token, and the log says which file is without one")
    func noToken() throws {
        let cluster = try FollowedCluster(context: "token-file")
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        cluster.api.write(token: "")
        try cluster.start()
        cluster.waits(forObstacle: "no credentials for the API server")
        cluster.log.waits(for: "\(cluster.api.file("token")) holds no token")
        #expect(try cluster.api.counters().requests == 0)
        cluster.api.write(token: "fake-token")
        cluster.waits(for: "10.0.0.1", at: "cart.default")
    }

    @Test("what a role lacks is told the rule that is missing, once, and asked again")
    func forbidden() throws {
        let cluster = try FollowedCluster()
        try cluster.api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.api.deny([.endpointSlices])
        try cluster.start()
        cluster.waits(forObstacle: "no right to list and watch endpointslices")
        let rule =
            #"{apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"]}"#
        cluster.log.waits(for: rule)
        try cluster.api.clearLog()
        try cluster.api.waits(for: "requests=2")
        #expect(cluster.log.all.filter { $0.contains(rule) }.count == 1)
        try cluster.api.deny([])
        cluster.waits(for: "NXDOMAIN", at: "none.default")
    }

    @Test("what it has allowed keeps its last state, until it is allowed again")
    func forbiddenLater() throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.deny([.serviceImports])
        try api.hitWatches(.close)
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.log.waits(for: "no right to list and watch serviceimports (403")
        wait(for: "the age") { cluster.staleSeconds > 0 }
        try api.deny([])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("having ServiceImports is asked until it has the CRD, in the best of the versions that it has")
    func missingCRD() throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.serve(imports: [])
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.start()
        cluster.waits(forObstacle: "the API server has no serviceimports: the CRD is not installed")
        cluster.log.waits(
            for: "install the CustomResourceDefinition serviceimports.multicluster.x-k8s.io, "
                + "of which v1beta1 and v1alpha1 are read")
        #expect(cluster.answer("cart.default") == "SERVFAIL")

        try api.serve(imports: ["v1alpha1"])
        cluster.waits(for: "10.0.0.1", at: "cart.default")
        // A version that goes takes its watches along.
        try api.serve(imports: ["v1beta1"])
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        let paths = try api.requests().filter { $0.resource == "serviceimports" && $0.status == 200 }.map(
            \.path)
        let group = "/apis/multicluster.x-k8s.io"
        #expect(Set(paths) == ["\(group)/v1alpha1/serviceimports", "\(group)/v1beta1/serviceimports"])
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("having them any longer leaves what was known")
    func lostCRD() throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.serve(imports: [])
        cluster.log.waits(for: "the CRD is not installed")
        try api.serve(imports: ["v1beta1"])
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
    }
}
