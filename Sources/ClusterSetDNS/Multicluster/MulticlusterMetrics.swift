import ClusterSet
import Feeds
import Metrics
import RecordStore

/// What is measured of one `multicluster` stanza.
final class MulticlusterMetrics: MetricSource {
    private static let bounds = Distribution.bounds(from: 0.001, factor: 2, count: 20)

    private let zones: [ClusterSetZone]
    private let cluster: KubernetesStatus?
    private let programming = Histogram(upperBounds: bounds)

    init(zones: [ClusterSetZone], cluster: KubernetesStatus?) {
        self.zones = zones
        self.cluster = cluster
    }

    /// A headless service answers since `now` what changed at `time`, in Unix seconds.
    func programmed(since time: Double, now: Double) { programming.observe(max(0, now - time)) }

    func families() -> [MetricFamily] {
        let names = zones.map { zone in
            MetricFamily.Sample(.number(Double(zone.store.count)), labels: ["zone": "\(zone.origin)"])
        }
        let octets = zones.map { zone in
            MetricFamily.Sample(.number(Double(zone.store.octets)), labels: ["zone": "\(zone.origin)"])
        }
        let own = [
            MetricFamily(
                "clustersetdns_zone_names",
                help: "Names that have answers, and those kept to say why they have none.", kind: .gauge,
                samples: names),
            MetricFamily(
                "clustersetdns_zone_bytes", help: "Memory of the names and their answers.", kind: .gauge,
                samples: octets),
        ]
        guard let cluster else { return own }
        return own + cluster.families() + [
            .histogram(
                "coredns_kubernetes_dns_programming_duration_seconds",
                help: "Time from what changed an endpoint to the answer that follows from it.",
                programming.distribution, labels: ["service_kind": "headless_with_selector"])
        ]
    }
}
