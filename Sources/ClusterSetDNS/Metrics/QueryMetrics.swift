import Answering
import DNSWire
import Metrics
import Posix

/// The meters of all zones that there ever were, and what they come to in CoreDNS's terms. Any thread may ask.
final class QueryMetrics: MetricSource {
    /// What a meter counts for. Its authors' numbers are their places in the list, from 1 on.
    private struct Key: Hashable {
        let server: String
        let zone: String
        let authors: [String]
    }

    /// The zone of queries that no server block is asked about.
    static let dropped = "dropped"

    private let workers: Int
    private let meters = Guarded<[Key: QueryMeter]>([:])

    /// `workers` is how many of each kind an address has at most.
    init(workers: Int) { self.workers = workers }

    /// What counts the queries for `zone` at `server`: the same as ever, so that a reload loses nothing.
    func meter(server: String, zone: String, authors: [String]) -> QueryMeter {
        let key = Key(server: server, zone: zone, authors: authors)
        return meters.withLock { meters in
            if let meter = meters[key] { return meter }
            let meter = QueryMeter(workers: workers)
            meters[key] = meter
            return meter
        }
    }

    func families() -> [MetricFamily] {
        var families = Families()
        for (key, meter) in meters.withLock({ $0 }) {
            for isStream in [false, true] {
                families.add(
                    meter.reading(ofStreams: isStream), server: key.server, zone: key.zone,
                    authors: key.authors, proto: isStream ? "tcp" : "udp")
            }
        }
        return families.all
    }
}

/// CoreDNS's families of a query's metrics, which hold only what was counted.
private struct Families {
    private var queries = MetricFamily(
        "coredns_dns_requests_total",
        help: "Counter of DNS requests made per zone, protocol and family.", kind: .counter, samples: [])
    private var responses = MetricFamily(
        "coredns_dns_responses_total", help: "Counter of response status codes.", kind: .counter, samples: [])
    private var wantingDNSSEC = MetricFamily(
        "coredns_dns_do_requests_total", help: "Counter of DNS requests with DO bit set per zone.",
        kind: .counter, samples: [])
    private var durations = MetricFamily(
        "coredns_dns_request_duration_seconds",
        help: "Histogram of the time (in seconds) each request took per zone.", kind: .histogram, samples: [])
    private var querySizes = MetricFamily(
        "coredns_dns_request_size_bytes",
        help: "Size of the request in bytes, per zone and protocol.", kind: .histogram, samples: [])
    private var responseSizes = MetricFamily(
        "coredns_dns_response_size_bytes", help: "Size of the returned response in bytes.",
        kind: .histogram, samples: [])

    var all: [MetricFamily] {
        [queries, responses, wantingDNSSEC, durations, querySizes, responseSizes]
    }

    mutating func add(
        _ reading: QueryMeter.Reading, server: String, zone: String, authors: [String], proto: String
    ) {
        guard reading.queryOctets > 0 else { return }
        let place = [("server", server), ("zone", zone), ("view", "")]
        func labels(_ more: (String, String)...) -> MetricLabels { MetricLabels(place + more) }
        for (family, isIPv6) in [("1", false), ("2", true)] {
            for (type, count) in reading.queries(overIPv6: isIPv6) where count > 0 {
                let type = type?.description ?? "other"
                queries.samples.append(
                    .init(.count(count), labels: labels(("proto", proto), ("family", family), ("type", type)))
                )
            }
        }
        for (rcode, author, count) in reading.responsesByAuthor where count > 0 {
            let plugin = authors.indices.contains(author - 1) ? authors[author - 1] : ""
            responses.samples.append(
                .init(.count(count), labels: labels(("rcode", "\(rcode)"), ("plugin", plugin))))
        }
        if reading.wantingDNSSEC > 0 {
            wantingDNSSEC.samples.append(.init(.count(reading.wantingDNSSEC), labels: labels()))
        }
        let duration = Distribution(
            upperBounds: DurationBuckets.upperBounds, counts: reading.queriesByDuration,
            sum: Double(reading.nanoseconds) / 1e9)
        durations.samples.append(.init(.distribution(duration), labels: labels()))
        let querySize = Distribution(
            upperBounds: SizeBuckets.upperBounds, counts: reading.queriesBySize,
            sum: Double(reading.queryOctets))
        querySizes.samples.append(.init(.distribution(querySize), labels: labels(("proto", proto))))
        let responseSize = Distribution(
            upperBounds: SizeBuckets.upperBounds, counts: reading.responsesBySize,
            sum: Double(reading.responseOctets))
        responseSizes.samples.append(.init(.distribution(responseSize), labels: labels(("proto", proto))))
    }
}
