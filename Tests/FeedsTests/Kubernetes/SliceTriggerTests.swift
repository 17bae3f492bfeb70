import ClusterSet
import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import Feeds

/// When what made slices change happened.
struct SliceTriggerTests {
    @Test("A change is told once, not again with each list that has its slice")
    func once() throws {
        let server = try FakeAPIServer(.plain)
        let queue = DispatchQueue(label: "control")
        let told = Told()
        let source = ClusterSource.endpoint(url: server.url, certificate: nil, key: nil, authority: nil)
        let second: UInt64 = 1_000_000_000
        let timings = ReflectorTimings(watch: second, grace: second, trust: second)
        let feed = KubernetesFeed(
            KubernetesOptions(source: source), timings: timings, logger: LogLines().logger)
        try queue.sync { try feed.start(on: queue) { told.take($0) } }
        defer { queue.sync { feed.stop() } }
        wait(for: "the first lists") { told.lists > 0 && told.isSynced }

        try server.put(
            """
            {"kind": "EndpointSlice", "metadata": {"name": "web-1", "namespace": "default",
              "labels": {"multicluster.kubernetes.io/service-name": "web"},
              "annotations": {"endpoints.kubernetes.io/last-change-trigger-time": "2026-01-31T23:59:59Z"}},
             "addressType": "IPv4", "endpoints": []}
            """)
        wait(for: "the change") { !told.triggers.isEmpty }
        let lists = told.lists
        wait(for: "two more lists") { told.lists >= lists + 2 }
        let service = ObjectName(namespace: "default", name: "web")
        #expect(told.triggers == [SliceTrigger(service: service, time: 1_769_903_999)])
    }
}

/// What a feed told of slices.
private final class Told: Sendable {
    private struct State {
        var triggers: [SliceTrigger] = []
        var lists = 0
        var isSynced = false
    }

    private let state = Mutex(State())

    var triggers: [SliceTrigger] { state.withLock { $0.triggers } }
    /// How many lists of slices have ended.
    var lists: Int { state.withLock { $0.lists } }
    var isSynced: Bool { state.withLock { $0.isSynced } }

    func take(_ news: FeedNews) {
        state.withLock { state in
            switch news {
            case .changes(let changes, _): state.lists += changes.count { $0 == .endList(.endpointSlices) }
            case .triggered(let triggers): state.triggers += triggers
            case .synced: state.isSynced = true
            case .waiting, .lost: break
            }
        }
    }
}
