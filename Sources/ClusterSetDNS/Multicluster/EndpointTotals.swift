import ClusterSet

/// How many endpoints the exporting clusters have. Their names come from labels that others write: only so many are shown
/// under their own, the rest as `other`.
struct EndpointTotals {
    /// The most clusters that are shown by name.
    static let mostClusters = 100
    /// What stands for the clusters beyond them.
    static let rest = "other"

    private struct Total {
        var slices = 0
        var ready = 0
        var unready = 0
        /// Whether it is shown by name.
        var isNamed = false
    }

    private var totals: [ClusterID?: Total] = [:]
    private var namedCount = 0

    /// A cluster is shown by name from the first change of its endpoints on for which there is room, to its last slice.
    mutating func add(_ difference: EndpointDifference) {
        var total = totals[difference.cluster] ?? Total()
        total.slices += difference.slices
        total.ready += difference.ready
        total.unready += difference.unready
        if total.slices == 0 {
            if total.isNamed { namedCount -= 1 }
            totals[difference.cluster] = nil
            return
        }
        if !total.isNamed, namedCount < Self.mostClusters {
            total.isNamed = true
            namedCount += 1
        }
        totals[difference.cluster] = total
    }

    /// The numbers of ready and of other endpoints, by the cluster's name, which is empty where slices name none.
    var samples: [(cluster: String, isReady: Bool, count: Int)] {
        var shown: [String: (ready: Int, unready: Int)] = [:]
        for (cluster, total) in totals {
            let name = total.isNamed ? cluster?.description ?? "" : Self.rest
            shown[name, default: (0, 0)].ready += total.ready
            shown[name, default: (0, 0)].unready += total.unready
        }
        return shown.flatMap { [($0.key, true, $0.value.ready), ($0.key, false, $0.value.unready)] }
    }
}
