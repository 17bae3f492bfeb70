import ClusterSet
import Dispatch
import Posix
import Synchronization
import TestSupport
import Testing

@testable import Feeds

/// Since when changes are on their way.
struct ChangeArrivalTests {
    @Test(
        "A list counts from its first page, an event of a watch from its own arrival",
        arguments: [false, true])
    func arrivals(streams: Bool) throws {
        let server = try FakeAPIServer(.plain)
        try server.set("\"initialEvents\": \(streams)")
        try server.fill(imports: 5)
        let queue = DispatchQueue(label: "control")
        let told = Mutex<[(changes: [Change], arrival: UInt64)]>([])
        let source = ClusterSource.endpoint(url: server.url, certificate: nil, key: nil, authority: nil)
        let feed = KubernetesFeed(
            KubernetesOptions(source: source), timings: ReflectorTimings(pageSize: 2),
            logger: LogLines().logger)
        let begun = MonotonicClock.now()
        try queue.sync {
            try feed.start(on: queue) { news in
                guard case .changes(let changes, let arrival) = news else { return }
                told.withLock { $0.append((changes, arrival)) }
            }
        }
        defer { queue.sync { feed.stop() } }
        /// When the first delivery that holds `change` had arrived.
        func arrival(of change: Change) -> UInt64? {
            told.withLock { told in told.first { $0.changes.contains(change) }?.arrival }
        }
        wait(for: "the list") { arrival(of: .endList(.serviceImports)) != nil }
        let first = try #require(arrival(of: .beginList(.serviceImports)))
        #expect(first > begun)
        #expect(arrival(of: .endList(.serviceImports)) == first)
        if !streams {
            // Its pages came in deliveries of their own.
            let imports = told.withLock { $0.filter { $0.arrival == first } }
            #expect(imports.count >= 3)
        }

        try server.waits(for: "watches=2")
        let now = MonotonicClock.now()
        try server.delete(.serviceImports, "ns-0/svc-0")
        let gone = Change.removeImport(ObjectName(namespace: "ns-0", name: "svc-0"))
        wait(for: "the event") { arrival(of: gone) != nil }
        #expect(try #require(arrival(of: gone)) > now)
    }
}
