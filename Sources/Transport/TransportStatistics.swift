package import Answering
import Posix

/// What all workers together have counted. Any thread may ask.
package final class TransportStatistics: Sendable {
    /// Every worker there ever was: what it counted still counts.
    private let tallies = Guarded<[Tally]>([])
    private let quota: ConnectionQuota

    init(quota: ConnectionQuota) { self.quota = quota }

    func add(_ tally: Tally) { tallies.withLock { $0.append(tally) } }

    package func total(_ count: Tally.Count) -> UInt64 {
        tallies.withLock { tallies in tallies.reduce(0) { $0 &+ $1[count] } }
    }

    /// How many TCP connections there are.
    package var connectionCount: Int { quota.count }
}
