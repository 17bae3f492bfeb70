import Metrics
import Testing

@Suite("The text that a scrape gets")
struct ExpositionTests {
    @Test("Counters and gauges have a line each below what they mean")
    func plain() {
        let text = Exposition.text(of: [
            .gauge("b_open", help: "Open ones.", 2.5),
            .counter("a_total", help: "All of them.", 18_446_744_073_709_551_615, labels: ["zone": "."]),
        ])
        #expect(
            text == """
                # HELP a_total All of them.
                # TYPE a_total counter
                a_total{zone="."} 18446744073709551615
                # HELP b_open Open ones.
                # TYPE b_open gauge
                b_open 2.5

                """)
    }

    @Test("The buckets of a histogram count all values up to their bound")
    func histogram() {
        let histogram = Histogram(upperBounds: [0, 0.00025, 100, 16e3])
        for value in [0, 0.0001220703125, 0.0001220703125, 7, 16e3, 16001] { histogram.observe(value) }
        let text = Exposition.text(of: [
            .histogram("h_seconds", help: "H.", histogram.distribution, labels: ["zone": "a."])
        ])
        #expect(
            text == """
                # HELP h_seconds H.
                # TYPE h_seconds histogram
                h_seconds_bucket{zone="a.",le="0"} 1
                h_seconds_bucket{zone="a.",le="0.00025"} 3
                h_seconds_bucket{zone="a.",le="100"} 4
                h_seconds_bucket{zone="a.",le="16000"} 5
                h_seconds_bucket{zone="a.",le="+Inf"} 6
                h_seconds_sum{zone="a."} 32008.000244140625
                h_seconds_count{zone="a."} 6

                """)
    }

    @Test("Quotes, backslashes and line feeds cannot leave a label or a help text")
    func escaping() {
        let text = Exposition.text(of: [
            .gauge("g", help: "one\ntwo \\ three", .infinity, labels: ["a": "x\"y\\z\n"])
        ])
        #expect(text == "# HELP g one\\ntwo \\\\ three\n# TYPE g gauge\ng{a=\"x\\\"y\\\\z\\n\"} +Inf\n")
    }

    @Test("Samples are in one order, whatever the order in which sources give them")
    func order() {
        let one = MetricFamily.counter("n_total", help: "N.", 1, labels: ["b": "2", "a": "1"])
        let two = MetricFamily.counter("n_total", help: "N.", 2, labels: ["a": "0", "b": "9"])
        let text = Exposition.text(of: [one, two])
        #expect(text == Exposition.text(of: [two, one]))
        #expect(text.hasSuffix("n_total{a=\"0\",b=\"9\"} 2\nn_total{a=\"1\",b=\"2\"} 1\n"))
    }

    @Test("Sources that share a name and labels are added up")
    func sum() {
        let labels: MetricLabels = ["feed": "x"]
        let histogram = Histogram(upperBounds: [1])
        histogram.observe(0.5)
        histogram.observe(2)
        let source: [MetricFamily] = [
            .counter("c_total", help: "C.", 3, labels: labels),
            .gauge("g", help: "G.", 1.5, labels: labels),
            .histogram("h", help: "H.", histogram.distribution),
        ]
        let text = Exposition.text(of: source + source)
        for line in [
            "c_total{feed=\"x\"} 6", "g{feed=\"x\"} 3", "h_bucket{le=\"1\"} 2", "h_sum 5", "h_count 4",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
    }

    @Test("or where a sum would say nothing, the least or the greatest of them is shown")
    func extremes() {
        let families = [2.0, 1, 3].flatMap { number in
            [MetricFamily.Combination.least, .greatest].map { combination in
                MetricFamily(
                    "g_\(combination)", help: "G.", kind: .gauge, combination: combination,
                    samples: [MetricFamily.Sample(.number(number))])
            }
        }
        let text = Exposition.text(of: families)
        #expect(text.contains("\ng_least 1\n"))
        #expect(text.contains("\ng_greatest 3\n"))
    }

    @Test("A family without samples is not shown")
    func empty() {
        #expect(Exposition.text(of: [MetricFamily("x", help: "X.", kind: .gauge, samples: [])]).isEmpty)
    }
}
