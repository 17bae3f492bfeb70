/// How many endpoints each cluster has given a service, and how many of them are ready.
struct EndpointCounts {
    /// How many clusters are named.
    private static let mostClusters = 4

    private struct Count {
        let cluster: String
        var total = 0
        var ready = 0
    }

    /// In the order in which the clusters come first.
    private var counts: [Count] = []

    init(_ slices: Slices) {
        for slice in slices.counts { add(slice) }
    }

    private mutating func add(_ slice: SliceCount) {
        let cluster = slice.cluster?.description ?? "no cluster"
        let index = counts.firstIndex { $0.cluster == cluster } ?? counts.endIndex
        if index == counts.endIndex { counts.append(Count(cluster: cluster)) }
        counts[index].total += slice.endpoints
        counts[index].ready += slice.ready
    }

    /// Why no endpoint is ready: `3 endpoints, 0 ready (east 1, west 2)`.
    var lack: String {
        guard !counts.isEmpty else { return "no EndpointSlice belongs to the ServiceImport" }
        let total = counts.reduce(0) { $0 + $1.total }
        return "\(total) endpoint\(total == 1 ? "" : "s"), 0 ready (\(list { $0.total }))"
    }

    /// Where the ready endpoints are: `ready endpoints: east 1, west 2`.
    var contents: String { "ready endpoints: \(list { $0.ready })" }

    private func list(_ number: (Count) -> Int) -> String {
        let all = counts.filter { number($0) > 0 || counts.count == 1 }
        let named = all.prefix(Self.mostClusters).map { "\($0.cluster) \(number($0))" }
        let rest = all.count - named.count
        return (named + (rest > 0 ? ["\(rest) more clusters"] : [])).joined(separator: ", ")
    }
}
