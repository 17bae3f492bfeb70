import ClusterSet
import DNSWire
import Feeds
import Metrics
import Posix
import RecordStore

/// What is measured of one zone: noted on the control queue, read from any thread.
final class ZoneMetrics: MetricSource {
    private struct State {
        var counts = ZoneCounts()
        var objects: [(kind: ObjectKind, count: Int)] = []
        var endpoints = EndpointTotals()
    }

    private let zone: ClusterSetZone
    private let state = Guarded(State())
    private let convergence = Histogram(
        upperBounds: Distribution.bounds(from: 0.000_05, factor: 2, count: 20))

    init(_ zone: ClusterSetZone) { self.zone = zone }

    /// Notes what has become of the zone by changes that reached this process at `arrival`, nanoseconds of the monotonic
    /// clock as `now`. (Control queue only.)
    func note(changesSince arrival: UInt64, now: UInt64) {
        let counts = zone.counts
        let objects = ObjectKind.allCases.map { (kind: $0, count: zone.count(of: $0)) }
        let endpoints = zone.takeEndpoints()
        let isPublished = state.withLock { state in
            defer { state.counts = counts }
            state.objects = objects
            for difference in endpoints { state.endpoints.add(difference) }
            return state.counts.publications != counts.publications
        }
        if isPublished { convergence.observe(Double(now &- arrival) / 1e9) }
    }

    func families() -> [MetricFamily] {
        let state = state.withLock { $0 }
        let zone: [(String, String)] = [("zone", "\(self.zone.origin.folded)")]
        let objects = state.objects.map { kind, count in
            MetricFamily.Sample(
                .number(Double(count)), labels: MetricLabels(zone + [("resource", kind.plural)]))
        }
        let endpoints = state.endpoints.samples.map { cluster, isReady, count in
            MetricFamily.Sample(
                .number(Double(count)),
                labels: MetricLabels(zone + [("source_cluster", cluster), ("ready", "\(isReady)")]))
        }
        let counters: [(name: String, help: String, count: Int)] = [
            ("publications", "How often the zone changed, as its serial did.", state.counts.publications),
            (
                "owners_published", "Names that were published: new, or with other answers.",
                state.counts.ownersPublished
            ),
            ("owners_removed", "Names that were removed.", state.counts.ownersRemoved),
        ]
        return counters.map {
            .counter(
                "clustersetdns_zone_\($0.name)_total", help: $0.help, UInt64($0.count),
                labels: MetricLabels(zone))
        } + [
            .gauge(
                "clustersetdns_zone_names",
                help: "Names that have answers, and those kept to say why they have none.",
                Double(self.zone.store.count), labels: MetricLabels(zone)),
            .gauge(
                "clustersetdns_zone_bytes", help: "Memory of the names and their answers.",
                Double(self.zone.store.octets), labels: MetricLabels(zone)),
            MetricFamily(
                "clustersetdns_objects", help: "Objects that the zone is made from, by resource.",
                kind: .gauge, samples: objects),
            MetricFamily(
                "clustersetdns_endpoints",
                help: "Endpoints in the EndpointSlices of each exporting cluster, ready or not.",
                kind: .gauge, samples: endpoints),
            .histogram(
                "clustersetdns_feed_convergence_seconds",
                help: "Time from the arrival of changes at the server to the answers that follow from them.",
                convergence.distribution, labels: MetricLabels(zone)),
        ]
    }
}
