import Posix
import TestSupport
import Testing

@Suite("Octets of a watch that are no event")
struct OddWatchTests {
    @Test("end it, not what is known, and it goes on where it was", arguments: Self.lines)
    func line(name: String, fault: FakeFault) throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.clearLog()
        try api.hitWatches(fault, of: .serviceImports)
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
        cluster.log.waits(for: "the API server's answers for serviceimports cannot be read")
        let imports = try api.requests().filter { $0.resource == "serviceimports" }
        #expect(imports.allSatisfy { $0.verb == "watch" && !$0.query.contains("sendInitialEvents") })
    }

    private static let lines: [(String, FakeFault)] = [
        ("words", .lines("nonsense")),
        ("a cut object", .lines(#"{"type":"MODIFIED","object":{"#)),
        ("two objects on a line", .lines("{} {}")),
        ("no event", .lines("{}")),
        ("octets that are not UTF-8", .line(escaped: #"{\"type\":\"\udcff\udcfe\"}"#)),
        ("a raw NUL", .line(escaped: #"{\"type\":\"\u0000\"}"#)),
        ("half a surrogate pair", .lines(##"{"type":"ADDED","object":{"metadata":{"name":"\ud800"}}}"##)),
        ("lists in lists", .lines(String(repeating: "[", count: 100_000))),
        ("objects in objects", .lines(String(repeating: "{\"a\":", count: 100_000))),
        ("a line of 32 MiB", .long(octets: 32 << 20)),
    ]

    @Test("that come each time lead to a list in place of the watch")
    func always() throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.set("\"initialEvents\": false")
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try api.inject(.lines("nonsense"), .serviceImports, .watch)
        try cluster.startAndSync()
        try api.putImport("cart", addresses: ["10.0.0.2"])
        cluster.waits(for: "10.0.0.2", at: "cart.default")
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1", "10.0.0.2"])
    }

    @Test("do not take the server's memory, however long their line is")
    func memory() async {
        await #expect(processExitsWith: .success) {
            let cluster = try FollowedCluster()
            try cluster.startAndWatch()
            let before = try #require(ProcessStatistics().residentOctets)
            try cluster.api.hitWatches(.long(octets: 32 << 20), of: .serviceImports)
            try cluster.catchesUp()
            #expect(try mostResidentOctets() < 2 * before)
        }
    }
}

@Suite("A list that is none")
struct OddListTests {
    @Test(
        "is asked for again, and nothing of it counts",
        arguments: [
            ("application/json", "nonsense"), ("application/json", #"{"kind":"ServiceImportList","items":["#),
            ("application/json", #"{"kind":"List","metadata":{"resourceVersion":"7"},"items":[]}"#),
            ("application/json", String(repeating: "[", count: 100_000)),
            ("application/json", ""),
            ("text/html", "<html>Please log in</html>"),
        ])
    func body(type: String, body: String) throws {
        let cluster = try FollowedCluster(observing: "cart.default")
        let api = cluster.api
        try api.set("\"initialEvents\": false")
        try api.putImport("cart", addresses: ["10.0.0.1"])
        try cluster.startAndWatch()
        try api.inject(.body(body, type: type), .serviceImports, .list, times: 1)
        try api.hitWatches(.expired, of: .serviceImports)
        try api.waits(for: "hits=1&watches=2")
        try cluster.catchesUp()
        #expect(cluster.history(of: "cart.default") == ["SERVFAIL", "10.0.0.1"])
    }
}

/// The most that this process ever had of physical memory.
private func mostResidentOctets() throws -> Double {
    let text = String(
        decoding: try RegularFile.read("/proc/self/status", atMost: 1 << 16) ?? [], as: UTF8.self)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    let kibibytes = try #require(
        line.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Double($0) })
    return kibibytes * 1024
}
