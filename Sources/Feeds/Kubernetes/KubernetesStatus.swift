import ClusterSet
package import Metrics
import Posix
import Synchronization

/// How a cluster's feed fares, for probes and metrics: written on the control queue, read from any thread.
package final class KubernetesStatus: MetricSource {
    private static let durations = Distribution.bounds(from: 0.005, factor: 2, count: 13)
    private static let convergences = Distribution.bounds(from: 0.000_05, factor: 2, count: 18)

    private struct Counts {
        var host = ""
        /// By HTTP status; nil: no response.
        var responses: [Int?: UInt64] = [:]
    }

    private let counts = Guarded(Counts())
    private let events: [ObjectKind: EventCounts]
    private let requestSeconds = Histogram(upperBounds: durations)
    private let convergence = Histogram(upperBounds: convergences)
    private let isSynced = Atomic(false)
    /// Monotonic; 0 while nothing is lost.
    private let lostSince = Atomic<UInt64>(0)

    init() {
        events = Dictionary(uniqueKeysWithValues: ObjectKind.allCases.map { ($0, EventCounts()) })
    }

    /// The server's address, as in `https://10.0.0.1:6443`.
    func began(host: String) { counts.withLock { $0.host = host } }

    func synced() { isSynced.store(true, ordering: .relaxed) }

    /// Since when changes may have been missed; nil while all watches are open.
    func lost(since time: UInt64?) { lostSince.store(time ?? 0, ordering: .relaxed) }

    /// A request was answered with the status `code`, or not at all.
    func answered(code: Int?, seconds: Double) {
        counts.withLock { $0.responses[code, default: 0] += 1 }
        if code != nil { requestSeconds.observe(seconds) }
    }

    func came(_ event: WatchEvent, of resource: APIResource) {
        events[resource.kind]?.count(event)
    }

    /// Changes took effect that came at `arrival`.
    func published(since arrival: UInt64, now: UInt64) {
        convergence.observe(Double(now &- arrival) / 1e9)
    }

    /// Seconds since when what is served may be out of date; 0 while it is followed.
    package var staleSeconds: Double {
        let since = lostSince.load(ordering: .relaxed)
        return since == 0 ? 0 : Double(MonotonicClock.now() &- since) / 1e9
    }

    package func families() -> [MetricFamily] {
        let counts = counts.withLock { $0 }
        let host = counts.host.drop { $0 != ":" }.dropFirst(3)
        let requests = counts.responses.map { code, count in
            MetricFamily.Sample(
                .count(count),
                labels: ["code": code.map(String.init) ?? "<error>", "method": "GET", "host": String(host)])
        }
        let events = events.flatMap { kind, counts in
            counts.all.map { type, count in
                MetricFamily.Sample(.count(count.value), labels: ["resource": kind.plural, "type": type])
            }
        }
        return [
            MetricFamily(
                "coredns_kubernetes_rest_client_requests_total", help: "Requests to API servers.",
                kind: .counter, samples: requests),
            .histogram(
                "coredns_kubernetes_rest_client_request_duration_seconds",
                help: "Time from a request to the head of the API server's response.",
                requestSeconds.distribution, labels: ["verb": "GET", "host": String(host)]),
            MetricFamily(
                "clustersetdns_feed_events_total", help: "Events of watches, by resource and type.",
                kind: .counter, samples: events),
            .gauge(
                "clustersetdns_feed_synced", help: "Whether everything known at the start has been read.",
                isSynced.load(ordering: .relaxed) ? 1 : 0, labels: ["host": String(host)]),
            .gauge(
                "clustersetdns_feed_stale_seconds",
                help: "Time since when changes may have been missed; 0 while all watches are open.",
                staleSeconds, labels: ["host": String(host)]),
            .histogram(
                "clustersetdns_feed_convergence_seconds",
                help: "Time from the arrival of events to the answers that follow from them.",
                convergence.distribution, labels: ["host": String(host)]),
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
