import ClusterSet
import Testing

@testable import ClusterSetDNS

@Suite("Endpoints are shown by the cluster that has them")
struct EndpointTotalsTests {
    /// What is shown, `NAME READY/UNREADY` each, in order.
    private func shown(_ totals: EndpointTotals) -> [String] {
        Dictionary(grouping: totals.samples, by: \.cluster).map { name, samples in
            let counts = samples.sorted { $0.isReady && !$1.isReady }.map { "\($0.count)" }
            return "\(name) \(counts.joined(separator: "/"))"
        }.sorted()
    }

    private func difference(_ name: String?, slices: Int, _ ready: Int = 0, _ unready: Int = 0)
        -> EndpointDifference
    {
        EndpointDifference(
            cluster: name.flatMap { ClusterID($0) }, slices: slices, ready: ready, unready: unready)
    }

    @Test("ready or not, under no name where there is none, until the last slice is gone")
    func few() {
        var totals = EndpointTotals()
        totals.add(difference("east", slices: 1, 2, 1))
        totals.add(difference(nil, slices: 1, 0, 3))
        totals.add(difference("east", slices: 1, 1, 0))
        #expect(shown(totals) == [" 0/3", "east 3/1"])
        totals.add(difference("east", slices: 0, -3, 3))
        #expect(shown(totals) == [" 0/3", "east 0/4"])
        totals.add(difference("east", slices: -2, 0, -4))
        totals.add(difference(nil, slices: -1, 0, -3))
        #expect(shown(totals) == [])
    }

    @Test("of many clusters a hundred by name, the rest together, whoever goes first")
    func many() {
        var totals = EndpointTotals()
        for number in 0..<150 { totals.add(difference("c\(number)", slices: 1, 1, 2)) }
        #expect(shown(totals).count == 101)
        #expect(shown(totals).last == "other 50/100")
        // One that is shown goes, one of the rest changes and takes its place.
        totals.add(difference("c7", slices: -1, -1, -2))
        #expect(shown(totals).count == 100)
        totals.add(difference("c120", slices: 0, 1, -1))
        #expect(shown(totals).contains("c120 2/1"))
        #expect(shown(totals).last == "other 49/98")
        for number in 0..<150 where number != 7 && number != 120 {
            totals.add(difference("c\(number)", slices: -1, -1, -2))
        }
        #expect(shown(totals) == ["c120 2/1"])
    }
}
