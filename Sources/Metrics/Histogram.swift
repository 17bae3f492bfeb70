import Synchronization

/// Counts observed values by size. Any thread may observe and read.
///
/// A reader that comes between two steps of an observation sees a value in its bucket and not yet in the sum.
package final class Histogram: Sendable {
    private let upperBounds: [Double]
    private let buckets: [Counter]
    private let sumBits = Atomic<UInt64>(0)

    /// `upperBounds` ascend; a bucket without bound is added.
    package init(upperBounds: [Double]) {
        self.upperBounds = upperBounds
        buckets = (0...upperBounds.count).map { _ in Counter() }
    }

    /// Counts `value`, a duration in seconds or a size in octets.
    package func observe(_ value: Double) {
        buckets[upperBounds.firstIndex { value <= $0 } ?? upperBounds.count].add()
        var old = sumBits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + value).bitPattern
            let (exchanged, original) = sumBits.weakCompareExchange(
                expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = original
        }
    }

    package var distribution: Distribution {
        Distribution(
            upperBounds: upperBounds, counts: buckets.map(\.value),
            sum: Double(bitPattern: sumBits.load(ordering: .relaxed)))
    }
}
