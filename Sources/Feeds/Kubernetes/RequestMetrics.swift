import Metrics
import Posix

/// How requests to an API server fare, under the names of CoreDNS's client: written on the control queue, read from any thread.
///
/// An API server at another address begins at 0 in place of the one before.
final class RequestMetrics: MetricSource {
    /// Those of Go's client library, which CoreDNS leaves as they are; in seconds.
    static let upperBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        /// As in `https://10.0.0.1:6443`.
        var server = ""
        /// By HTTP status; nil: no response.
        var responses: [Int?: UInt64] = [:]
        var durations = Histogram(upperBounds: upperBounds)
        var waits = Histogram(upperBounds: upperBounds)
    }

    private let state = Guarded(State())

    /// The requests go to `server` from now on, as in `https://10.0.0.1:6443`.
    func began(server: String) {
        state.withLock { state in
            if state.server != server { state = State(server: server) }
        }
    }

    /// A request was held back for so long before it began, or not at all.
    func began(afterNanoseconds wait: UInt64) {
        state.withLock { $0.waits }.observe(Double(wait) / 1e9)
    }

    /// A request was answered with the status `code`, or not at all.
    func answered(code: Int?, nanoseconds: UInt64) {
        state.withLock { state in
            state.responses[code, default: 0] += 1
            state.durations.observe(Double(nanoseconds) / 1e9)
        }
    }

    func families() -> [MetricFamily] {
        let state = state.withLock { $0 }
        let host = Self.host(of: state.server)
        let requests = state.responses.map { code, count in
            MetricFamily.Sample(
                .count(count),
                labels: ["code": code.map(String.init) ?? "<error>", "method": "GET", "host": host])
        }
        return [
            MetricFamily(
                "coredns_kubernetes_rest_client_requests_total",
                help: "Number of HTTP requests, partitioned by status code, method, and host.",
                kind: .counter, samples: requests),
            .histogram(
                "coredns_kubernetes_rest_client_request_duration_seconds",
                help: "Request latency in seconds. Broken down by verb and host.",
                state.durations.distribution, labels: ["verb": "GET", "host": host]),
            .histogram(
                "coredns_kubernetes_rest_client_rate_limiter_duration_seconds",
                help: "Client side rate limiter latency in seconds. Broken down by verb and host.",
                state.waits.distribution, labels: ["verb": "GET", "host": host]),
        ]
    }

    /// The host of a URL, with its port where there is one.
    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "/" })
    }
}
