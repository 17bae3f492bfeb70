import TestSupport
import Testing

@Suite("The reader of scrapes finds what is wrong")
struct ScrapeTextTests {
    private let good = """
        # HELP a_total All of them.
        # TYPE a_total counter
        a_total{zone=".",what="a\\\\b\\"c\\nd,}"} 3
        # HELP h_seconds Times.
        # TYPE h_seconds histogram
        h_seconds_bucket{le="0.5"} 1
        h_seconds_bucket{le="+Inf"} 2
        h_seconds_sum 1.5
        h_seconds_count 2
        # HELP open Open ones.
        # TYPE open gauge
        open{zone="a"} 1
        open{zone="b"} 0

        """

    @Test("and nothing where nothing is")
    func nothing() throws {
        let scrape = ScrapeText(good)
        #expect(scrape.faults == [])
        #expect(scrape.families.map(\.name) == ["a_total", "h_seconds", "open"])
        #expect(scrape["a_total"]?.samples.first?.labels == ["zone": ".", "what": "a\\\\b\\\"c\\nd,}"])
        #expect(scrape["h_seconds"]?.upperBounds == ["0.5"])
        #expect(scrape["open"]?.labelNames == ["zone"])
    }

    @Test(
        arguments: [
            ("# TYPE a_total counter\n", "", "not expected: a_total"),
            ("# TYPE open gauge", "# TYPE open untyped", "not expected: # TYPE open untyped"),
            ("# HELP open Open ones.\n", "", "not expected: # TYPE open gauge"),
            ("Open ones.", "Open\\x", "not expected: # HELP open Open\\x"),
            ("a_total", "a", "a does not end with _total"),
            ("} 3", "} -3", "a_total is negative"),
            ("} 3", "} three", "not expected: a_total{"),
            ("zone=\".\",", "zone=.,", "not expected: a_total{"),
            ("\\n", "\\t", "not expected: a_total{"),
            ("what=", "zone=", "not expected: a_total{"),
            ("what=", "__what=", "a_total has a label that is Prometheus's own"),
            ("zone=\"b\"", "zone=\"a\"", "open has a sample twice"),
            ("zone=\"b\"", "zone=\"b\",view=\"\"", "open has samples with other labels"),
            ("} 0\n", "} 0\n\n", "not expected: "),
            ("} 0\n", "} 0", "the last line does not end"),
            ("le=\"0.5\"} 1", "le=\"0.5\"} 3", "h_seconds is no histogram"),
            ("le=\"0.5\"", "le=\"half\"", "h_seconds is no histogram"),
            ("le=\"+Inf\"", "le=\"1\"", "h_seconds is no histogram"),
            ("count 2", "count 3", "h_seconds is no histogram"),
            ("h_seconds_sum 1.5\n", "", "h_seconds is no histogram"),
            ("h_seconds", "h", "h has no unit"),
            ("h_seconds", "h_milliseconds", "h_milliseconds has a unit that is no base unit"),
            ("open", "open_count", "open_count ends like what it is not"),
            ("open{", "opened{", "open has a sample of another name"),
            ("open{zone=\"a\"} 1\nopen{zone=\"b\"} 0\n", "", "open has no samples"),
        ])
    func faults(part: String, wrong: String, fault: String) throws {
        #expect(good.contains(part))
        let faults = ScrapeText(good.replacing(part, with: wrong)).faults
        #expect(faults.contains { $0.hasPrefix(fault) }, "\(faults)")
    }

    @Test("a family that comes twice")
    func twice() {
        #expect(ScrapeText(good + good).faults.contains("open comes twice"))
    }
}
