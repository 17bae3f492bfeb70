import Answering
import Metrics
import Transport

/// What the workers counted besides the queries for a zone.
struct TransportMetrics: MetricSource {
    let statistics: TransportStatistics

    func families() -> [MetricFamily] {
        let counters: [(name: String, help: String, count: Tally.Count)] = [
            ("messages", "Messages that came in, whatever they were.", .queries),
            ("truncated_responses", "Responses cut to what the client takes, with TC set.", .truncated),
            ("send_failures", "Responses that the kernel would not send.", .sendFailures),
            ("accept_failures", "Connections that could not be accepted.", .acceptFailures),
            ("evicted_connections", "Connections closed to make room for others.", .connectionsEvicted),
        ]
        return counters.map {
            .counter("clustersetdns_\($0.name)_total", help: $0.help, statistics.total($0.count))
        } + [
            .gauge(
                "clustersetdns_tcp_connections", help: "Connections that are open.",
                Double(statistics.connectionCount)),
            family(
                "clustersetdns_tls_handshakes_total",
                help: "TLS handshakes by result; those of clients that said nothing have failed.",
                label: "result", [("completed", .handshakes), ("failed", .handshakeFailures)]),
            family(
                "clustersetdns_dropped_messages_total",
                help: "Messages that get no response, by reason: too short, a response themselves, or a"
                    + " query that acl drops.",
                label: "reason", [("short", .cut), ("response", .strayResponses), ("acl", .withheld)]),
            family(
                "clustersetdns_rejected_queries_total",
                help: "Queries that no server block was asked about, by RCODE.", label: "rcode",
                [
                    ("FORMERR", .malformed), ("NOTIMP", .notImplemented), ("BADVERS", .badVersion),
                    ("REFUSED", .refused),
                ]),
        ]
    }

    private func family(
        _ name: String, help: String, label: String, _ counts: [(value: String, count: Tally.Count)]
    ) -> MetricFamily {
        MetricFamily(
            name, help: help, kind: .counter,
            samples: counts.map { value, count in
                MetricFamily.Sample(.count(statistics.total(count)), labels: [label: value])
            })
    }
}
