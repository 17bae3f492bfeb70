import Metrics
import Testing

@testable import Feeds

@Suite("Requests to an API server are counted")
struct RequestMetricsTests {
    private func text(_ metrics: RequestMetrics) -> String { Exposition.text(of: metrics.families()) }

    @Test(
        "under its host and port, as Go writes a URL's host",
        arguments: [
            ("https://10.0.0.1:6443", "10.0.0.1:6443"), ("http://[::1]:80", "[::1]:80"),
            ("https://rancher.example/k8s/clusters/c-1", "rancher.example"),
            ("https://api.example", "api.example"),
        ])
    func host(url: String, host: String) {
        let metrics = RequestMetrics()
        metrics.began(server: url)
        metrics.answered(code: 200, nanoseconds: 0)
        #expect(
            text(metrics).contains(
                "_requests_total{code=\"200\",host=\"\(host)\",method=\"GET\"} 1\n"))
    }

    @Test("by status, with the time that each took and was held back")
    func counts() {
        let metrics = RequestMetrics()
        metrics.began(server: "https://h")
        for (code, milliseconds) in [(200, 3), (200, 5), (503, 6), (nil, 10_001)] as [(Int?, UInt64)] {
            metrics.began(afterNanoseconds: milliseconds * 500_000)
            metrics.answered(code: code, nanoseconds: milliseconds * 1_000_000)
        }
        let text = text(metrics)
        for line in [
            "requests_total{code=\"200\",host=\"h\",method=\"GET\"} 2",
            "requests_total{code=\"503\",host=\"h\",method=\"GET\"} 1",
            "requests_total{code=\"<error>\",host=\"h\",method=\"GET\"} 1",
            "request_duration_seconds_bucket{host=\"h\",verb=\"GET\",le=\"0.005\"} 2",
            "request_duration_seconds_bucket{host=\"h\",verb=\"GET\",le=\"0.01\"} 3",
            "request_duration_seconds_bucket{host=\"h\",verb=\"GET\",le=\"10\"} 3",
            "request_duration_seconds_count{host=\"h\",verb=\"GET\"} 4",
            "rate_limiter_duration_seconds_bucket{host=\"h\",verb=\"GET\",le=\"0.005\"} 3",
            "rate_limiter_duration_seconds_count{host=\"h\",verb=\"GET\"} 4",
        ] {
            #expect(text.contains("\ncoredns_kubernetes_rest_client_\(line)\n"), "\(line)")
        }
    }

    @Test("anew when they go to another one")
    func moved() {
        let metrics = RequestMetrics()
        metrics.began(server: "https://old")
        metrics.answered(code: 200, nanoseconds: 1)
        metrics.began(server: "https://old")
        #expect(text(metrics).contains("{code=\"200\",host=\"old\",method=\"GET\"} 1\n"))
        metrics.began(server: "https://new")
        #expect(!text(metrics).contains("old"))
        #expect(text(metrics).contains("request_duration_seconds_count{host=\"new\",verb=\"GET\"} 0\n"))
    }
}
