import Answering
import Corefile
import DNSWire
import Dispatch
import Posix

/// Puts one address first by its weight, then those of preferred subnets before the others.
///
/// The file of weights is followed for as long as this is in use: until the last server block that has it is gone.
final class BalancedOrder: AddressOrder {
    private let weights: CurrentWeights?
    private let preferred: [Subnet]
    private let timer: ReadySource?

    init(weights: CurrentWeights?, preferred: [Subnet]) {
        self.weights = weights
        self.preferred = preferred
        timer = weights.flatMap(Self.follow)
    }

    /// Locks the weights once for each query, to take hold of them.
    func rearrange(_ addresses: inout [IPAddress], for query: borrowing Query, random: UInt32) {
        weights?.table.chooseFirst(of: &addresses, for: query.qname, random: random)
        if !preferred.isEmpty { preferred.putFirst(in: &addresses) }
    }

    /// Looks at the file again and again, on a queue of its own: a slow disk keeps nothing else waiting.
    private static func follow(_ weights: CurrentWeights) -> ReadySource? {
        guard weights.file.interval.nanoseconds > 0 else { return nil }
        return ReadySource.timer(
            after: .nanoseconds(Int(weights.file.interval.nanoseconds)), repeats: true,
            on: DispatchQueue(label: "clustersetdns.weights")
        ) { weights.refresh() }
    }
}
