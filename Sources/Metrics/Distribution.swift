/// How observations are spread over buckets, at one moment.
package struct Distribution: Equatable, Sendable {
    /// The greatest value of each bucket, ascending; a last bucket without bound follows.
    package let upperBounds: [Double]
    /// The observations of each bucket alone: one more than there are bounds.
    package var counts: [UInt64]
    /// The sum of all observed values.
    package var sum: Double

    /// `counts` that are missing are 0, those beyond the buckets are left out.
    package init(upperBounds: [Double], counts: [UInt64] = [], sum: Double = 0) {
        self.upperBounds = upperBounds
        self.counts = upperBounds.indices.map { $0 < counts.count ? counts[$0] : 0 }
        self.counts.append(counts.count > upperBounds.count ? counts[upperBounds.count] : 0)
        self.sum = sum
    }

    /// How many values were observed.
    package var count: UInt64 { counts.reduce(0, &+) }

    /// Adds what was observed elsewhere; nothing, if there the bounds are others.
    package mutating func add(_ other: Distribution) {
        guard other.upperBounds == upperBounds else { return }
        for index in counts.indices { counts[index] &+= other.counts[index] }
        sum += other.sum
    }

    /// The upper bounds that begin with `first`, each `factor` times the one before.
    package static func bounds(from first: Double, factor: Double, count: Int) -> [Double] {
        var bound = first
        return (0..<count).map { _ in
            defer { bound *= factor }
            return bound
        }
    }
}
