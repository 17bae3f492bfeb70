import Feeds
import TestSupport
import Testing

@Suite("A response of an unusual shape")
struct ShapeTests {
    @Test(
        "is read as it is meant",
        arguments: [
            ("without length and chunks", FakeFault.unchunked),
            ("in chunks of odd sizes", .chunks(sizes: [1, 7, 3, 64])),
            ("with 60 kB of headers", .headers(octets: 60_000)),
            ("at 2 kB a second", .drip(octetsPerSecond: 2000)),
            ("late", .delay(seconds: 0.1)),
        ])
    func shapes(name: String, fault: FakeFault) throws {
        for streams in [true, false] {
            let cluster = try FollowedCluster()
            let api = cluster.api
            try api.set("\"initialEvents\": \(streams)")
            try api.putImport("cart", addresses: ["10.0.0.1"])
            try api.inject(fault)
            try cluster.startAndSync()
            #expect(cluster.answer("cart.default") == "10.0.0.1")
            try cluster.catchesUp()
            #expect(try api.requests().allSatisfy { $0.status == 200 || $0.status == 422 })
        }
    }

    @Test("may be compressed")
    func gzip() throws {
        let cluster = try FollowedCluster()
        try cluster.api.set("\"initialEvents\": false, \"gzipFrom\": 0")
        try cluster.api.fill(imports: 600)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-599.ns-0") == "10.0.2.87")
        #expect(try cluster.api.requests().allSatisfy(\.acceptsGzip))
    }

    @Test("may have objects of a megabyte", arguments: [true, false])
    func large(streams: Bool) throws {
        let cluster = try FollowedCluster()
        try cluster.api.set("\"initialEvents\": \(streams)")
        let note = String(repeating: "x", count: 1 << 20)
        for number in 1...3 {
            try cluster.api.put(
                """
                {"kind": "ServiceImport", "metadata": {
                  "name": "cart-\(number)", "namespace": "default", "annotations": {"note": "\(note)"}},
                 "spec": {"type": "ClusterSetIP", "ips": ["10.0.0.\(number)"]}}
                """)
        }
        try cluster.startAndSync()
        #expect(cluster.answer("cart-3.default") == "10.0.0.3")
    }

    @Test("that leads elsewhere is not followed", arguments: [302, 308])
    func redirect(code: Int) throws {
        let cluster = try FollowedCluster()
        let other = try IdleAPIServers.take(.plain)
        defer { IdleAPIServers.give(back: other) }
        try cluster.api.inject(.redirect("\(other.url)/apis", code: code), .any, .any)
        try cluster.start()
        try cluster.api.waits(for: "hits=4")
        #expect(try other.counters().requests == 0)
        #expect(cluster.answer("none.default") == "SERVFAIL")
        try cluster.api.clearFaults()
        cluster.waits(for: "NXDOMAIN", at: "none.default")
    }

    @Test("that is a page for people is said to be one, and asked for again")
    func html() throws {
        let cluster = try FollowedCluster()
        try cluster.api.inject(.body("<html>Please log in</html>"))
        try cluster.start()
        cluster.log.waits(for: "the response is text/html, not JSON")
        #expect(cluster.answer("none.default") == "SERVFAIL")
        try cluster.api.clearFaults()
        cluster.waits(for: "NXDOMAIN", at: "none.default")
    }

    @Test("may be the first of a hundred pages")
    func fiftyThousand() throws {
        // Most of what takes long with so many is not the list: a fiftieth of the objects counts.
        let cluster = try FollowedCluster { $0.namespaces = ["ns-98", "ns-99"] }
        try cluster.api.set("\"initialEvents\": false")
        try cluster.api.fill(imports: 50_000, slices: 0, namespaces: 100)
        try cluster.startAndSync()
        #expect(cluster.answer("svc-49999.ns-99") == "10.0.195.79")
        let lists = try cluster.api.requests().filter { $0.resource == "serviceimports" && $0.verb == "list" }
        #expect(lists.count == 100)
    }
}
