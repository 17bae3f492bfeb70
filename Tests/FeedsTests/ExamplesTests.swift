import ClusterSet
import Feeds
import TestSupport
import Testing

@Suite("The examples are what a directory of manifests looks like")
struct ExamplesTests {
    @Test("Every object is read, and other kinds are skipped")
    func examples() throws {
        let path = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/Examples"
        let follower = Follower(path)
        try follower.start()
        #expect(follower.known.summary == "[db] service1 syslog")
        #expect(follower.known.slices.count == 4)
        let endpoints = follower.known.slices.values.flatMap(\.endpoints)
        #expect(endpoints.count == 8)
        #expect(endpoints.filter { !$0.isReady }.count == 2)
        #expect(follower.log.all.allSatisfy { $0.hasPrefix("info ") })
        #expect(follower.log.all.filter { $0.contains("skipped") }.count == 3)
    }
}
