import Metrics
import Posix
import Transport

/// Everything that `/metrics` shows. Any thread may ask; what changes with a reload is replaced on the control queue.
final class ServerMetrics: Sendable {
    let queries: QueryMetrics
    let health = HealthMetrics()
    /// Reloads that failed.
    let reloadFailures = Counter()

    /// A directive that acts on the queries for a zone.
    struct EnabledPlugin: Sendable {
        let server: String
        let zone: String
        let name: String
    }

    private let plugins = Guarded<[EnabledPlugin]>([])
    private let feeds = Guarded<[any MetricSource]>([])
    private let sources: [any MetricSource]
    /// The digest of the Corefile that is served and followed.
    private let configuration = Guarded<String?>(nil)

    /// `sources` are shown besides what it has itself; `workers` is how many of each kind an address has at most.
    init(workers: Int, sources: [any MetricSource]) {
        queries = QueryMetrics(workers: workers)
        self.sources = sources + [queries, health, ProcessMetrics()]
    }

    func replace(plugins: [EnabledPlugin], feeds: [any MetricSource]) {
        self.plugins.withLock { $0 = plugins }
        self.feeds.withLock { $0 = feeds }
    }

    func show(configuration digest: String?) { configuration.withLock { $0 = digest } }

    /// The text of a scrape.
    var text: String {
        Exposition.text(of: (sources + feeds.withLock { $0 }).flatMap { $0.families() } + own)
    }

    private var own: [MetricFamily] {
        let plugins = plugins.withLock { $0 }.map { plugin in
            MetricFamily.Sample(
                .number(1),
                labels: ["server": plugin.server, "zone": plugin.zone, "view": "", "name": plugin.name])
        }
        let versions = configuration.withLock { $0 }.map { digest in
            MetricFamily.Sample(.number(1), labels: ["hash": "sha512", "value": digest])
        }
        let drops = LineQueue.standard.drops
        return [
            MetricFamily(
                "clustersetdns_log_dropped_lines_total",
                help: "Lines of the log dropped rather than waited for, by reason.", kind: .counter,
                samples: [
                    MetricFamily.Sample(.count(drops.full.value), labels: ["reason": "full"]),
                    MetricFamily.Sample(.count(drops.contended.value), labels: ["reason": "contended"]),
                ]),
            .gauge(
                "coredns_build_info",
                help: "A metric with a constant '1' value labeled by version, revision, and goversion"
                    + " (here Swift's) from which the server was built.",
                1, labels: ["version": Version.name, "revision": "", "goversion": Version.language]),
            .counter(
                "coredns_panics_total",
                help: "A metrics that counts the number of panics (here none is survived).", 0),
            .counter(
                "coredns_reload_failed_total", help: "Counter of the number of failed reload attempts.",
                reloadFailures.value),
            MetricFamily(
                "coredns_reload_version_info",
                help: "A metric with a constant '1' value labeled by hash, and value which type of hash"
                    + " generated.",
                kind: .gauge, samples: versions.map { [$0] } ?? []),
            MetricFamily(
                "coredns_plugin_enabled",
                help: "A metric that indicates whether a plugin is enabled on per server and zone basis.",
                kind: .gauge, samples: plugins),
        ]
    }
}

extension HTTPResponse {
    /// The text of a scrape.
    static func metrics(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, contentType: Exposition.contentType, body: text)
    }
}
