import ClusterSet
import DNSWire
import Feeds
import Metrics
import Posix

/// What is measured of one `multicluster` stanza: noted on the control queue, read from any thread.
final class MulticlusterMetrics: MetricSource {
    private static let bounds = Distribution.bounds(from: 0.001, factor: 2, count: 20)

    private let zones: [(name: String, metrics: ZoneMetrics)]
    private let readiness: FeedReadiness
    private let cluster: KubernetesStatus?
    private let programming = Histogram(upperBounds: bounds)

    init(zones: [ClusterSetZone], readiness: FeedReadiness, cluster: KubernetesStatus?) {
        self.zones = zones.map { ("\($0.origin.folded)", ZoneMetrics($0)) }
        self.readiness = readiness
        self.cluster = cluster
    }

    /// Changes that reached this process at `arrival`, by the monotonic clock, have been applied to all zones.
    func applied(changesSince arrival: UInt64) {
        let now = MonotonicClock.now()
        for zone in zones { zone.metrics.note(changesSince: arrival, now: now) }
    }

    /// A headless service answers since `now` what changed at `time`, in Unix seconds.
    func programmed(since time: Double, now: Double) { programming.observe(max(0, now - time)) }

    func families() -> [MetricFamily] {
        let isSynced = readiness.obstacle == nil
        let own =
            zones.flatMap { $0.metrics.families() } + [
                // A zone that several stanzas have is as good as the worst of them.
                MetricFamily(
                    "clustersetdns_feed_synced",
                    help: "Whether everything known at the start of the zone's feed has been read.",
                    kind: .gauge, combination: .least, samples: samples(isSynced ? 1 : 0)),
                MetricFamily(
                    "clustersetdns_feed_stale_seconds",
                    help: "Time since when changes may have been missed; 0 while all watches are open.",
                    kind: .gauge, combination: .greatest, samples: samples(cluster?.staleSeconds ?? 0)),
            ]
        guard let cluster else { return own }
        return own + cluster.families() + [
            .histogram(
                "coredns_kubernetes_dns_programming_duration_seconds",
                help: "Histogram of the time (in seconds) it took to program a dns instance.",
                programming.distribution, labels: ["service_kind": "headless_with_selector"])
        ]
    }

    /// The same number for each zone.
    private func samples(_ number: Double) -> [MetricFamily.Sample] {
        zones.map { MetricFamily.Sample(.number(number), labels: ["zone": $0.name]) }
    }
}
