/// How many objects an inventory holds, and what came and went of the clusters' endpoints. (Control queue only.)
struct ObjectCounts {
    var imports = 0
    private(set) var slices = 0
    /// What changed since it was taken last.
    private var endpoints: [ClusterID?: EndpointDifference] = [:]

    mutating func add(_ slice: SliceCount) { count(slice, 1) }

    mutating func remove(_ slice: SliceCount) { count(slice, -1) }

    /// What changed since this was called last.
    mutating func takeEndpoints() -> [EndpointDifference] {
        defer { endpoints.removeAll(keepingCapacity: true) }
        return Array(endpoints.values)
    }

    private mutating func count(_ slice: SliceCount, _ sign: Int) {
        slices += sign
        endpoints[slice.cluster, default: EndpointDifference(cluster: slice.cluster)].add(slice, sign)
    }
}

/// How many more slices and endpoints of one exporting cluster there are than before; negative: fewer.
package struct EndpointDifference: Hashable, Sendable {
    /// Nil: slices that name none.
    package let cluster: ClusterID?
    package private(set) var slices = 0
    package private(set) var ready = 0
    package private(set) var unready = 0

    package init(cluster: ClusterID?, slices: Int = 0, ready: Int = 0, unready: Int = 0) {
        self.cluster = cluster
        self.slices = slices
        self.ready = ready
        self.unready = unready
    }

    mutating func add(_ slice: SliceCount, _ sign: Int) {
        slices += sign
        ready += sign * slice.ready
        unready += sign * (slice.endpoints - slice.ready)
    }
}
