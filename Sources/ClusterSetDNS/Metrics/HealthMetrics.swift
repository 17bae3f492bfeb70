import Metrics

/// How the server's requests to its own `/health` went, in CoreDNS's terms.
final class HealthMetrics: MetricSource {
    let duration = Histogram(upperBounds: Distribution.bounds(from: 0.00025, factor: 10, count: 5))
    let failures = Counter()

    func families() -> [MetricFamily] {
        [
            .histogram(
                "coredns_health_request_duration_seconds",
                help: "Histogram of the time (in seconds) each request took.", duration.distribution),
            .counter(
                "coredns_health_request_failures_total",
                help: "The number of times the health check failed.", failures.value),
        ]
    }
}
