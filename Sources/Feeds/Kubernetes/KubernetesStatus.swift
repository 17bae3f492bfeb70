import ClusterSet
package import Metrics
import Posix
import Synchronization

/// How a cluster's feed fares, for metrics: written on the control queue, read from any thread.
package final class KubernetesStatus: MetricSource {
    let requests = RequestMetrics()

    private let events: [ObjectKind: EventCounts]
    /// Monotonic; 0 while nothing is lost.
    private let lostSince = Atomic<UInt64>(0)

    init() {
        events = Dictionary(uniqueKeysWithValues: ObjectKind.allCases.map { ($0, EventCounts()) })
    }

    /// Since when changes may have been missed; nil while all watches are open.
    func lost(since time: UInt64?) { lostSince.store(time ?? 0, ordering: .relaxed) }

    func came(_ event: WatchEvent, of resource: APIResource) {
        events[resource.kind]?.count(event)
    }

    /// Seconds since when what is served may be out of date; 0 while it is followed.
    package var staleSeconds: Double {
        let since = lostSince.load(ordering: .relaxed)
        return since == 0 ? 0 : Double(MonotonicClock.now() &- since) / 1e9
    }

    package func families() -> [MetricFamily] {
        let events = events.flatMap { kind, counts in
            counts.all.map { type, count in
                MetricFamily.Sample(.count(count.value), labels: ["resource": kind.plural, "type": type])
            }
        }
        return requests.families() + [
            MetricFamily(
                "clustersetdns_feed_events_total", help: "Events of watches, by resource and type.",
                kind: .counter, samples: events)
        ]
    }
}

/// How many events of a kind's watches came, by type.
private final class EventCounts: Sendable {
    private let added = Counter()
    private let modified = Counter()
    private let deleted = Counter()
    private let bookmarks = Counter()
    private let errors = Counter()
    private let others = Counter()

    func count(_ event: WatchEvent) {
        switch event {
        case .added: added.add()
        case .modified: modified.add()
        case .deleted: deleted.add()
        case .bookmark: bookmarks.add()
        case .error: errors.add()
        case .unknown: others.add()
        }
    }

    var all: [(type: String, count: Counter)] {
        [
            ("ADDED", added), ("MODIFIED", modified), ("DELETED", deleted), ("BOOKMARK", bookmarks),
            ("ERROR", errors), ("other", others),
        ]
    }
}
