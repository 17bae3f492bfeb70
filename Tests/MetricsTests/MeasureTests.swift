import Dispatch
import Metrics
import Testing

@Suite("What measures")
struct MeasureTests {
    @Test("Nothing is lost when many count at once")
    func concurrent() {
        let counter = Counter()
        let histogram = Histogram(upperBounds: [1, 2])
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            for _ in 0..<1000 {
                counter.add(2)
                histogram.observe(Double(index % 4))
            }
        }
        #expect(counter.value == 16_000)
        #expect(histogram.distribution.counts == [4000, 2000, 2000])
        #expect(histogram.distribution.count == 8000)
        #expect(histogram.distribution.sum == 12_000)
    }

    @Test("A gauge shows what was set last")
    func gauge() {
        let gauge = Gauge(1)
        gauge.set(-0.25)
        #expect(gauge.value == -0.25)
    }

    @Test("The bounds of CoreDNS's request durations are its own, to the last digit")
    func bounds() {
        let bounds = Distribution.bounds(from: 0.00025, factor: 2, count: 16)
        #expect(bounds.count == 16)
        #expect(bounds.first == 0.00025)
        #expect(bounds.last == 8.192)
        #expect(bounds.map(\.description)[3] == "0.002")
    }

    @Test("Buckets that are missing are empty, and other bounds are not added")
    func distributions() {
        var distribution = Distribution(upperBounds: [1], counts: [4])
        #expect(distribution.counts == [4, 0])
        distribution.add(Distribution(upperBounds: [2], counts: [1, 1], sum: 5))
        #expect(distribution == Distribution(upperBounds: [1], counts: [4, 0]))
    }
}
