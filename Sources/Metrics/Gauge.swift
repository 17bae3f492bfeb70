import Synchronization

/// A number that goes up and down: how something is now. Any thread may set it and read it.
package final class Gauge: Sendable {
    private let bits: Atomic<UInt64>

    package init(_ value: Double = 0) { bits = Atomic(value.bitPattern) }

    package func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
}
