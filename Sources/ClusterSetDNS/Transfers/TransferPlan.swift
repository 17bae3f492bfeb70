import DNSWire
import Posix

/// What a `transfer` stanza asks for.
struct TransferPlan: Hashable, Sendable {
    var zones: [Name] = []
    /// Whether every client may have the zones.
    var allowsAll = false
    /// The clients that may have them and are told of their changes, with the port that they are told at.
    var secondaries: [SocketAddress] = []
    /// What they are told from, port 0: one address of a family at most.
    var sources: [SocketAddress] = []

    /// Whether the client at `address`, in the mapped form, may have the zones.
    func allows(_ address: UInt128) -> Bool {
        allowsAll || secondaries.contains { $0.address == address }
    }
}

extension [TransferPlan] {
    /// The plan for the zone that `name` is in: of several, the one that names the longest.
    func plan(for name: Name) -> TransferPlan? {
        var found: (plan: TransferPlan, length: Int)?
        for plan in self {
            for zone in plan.zones where name.isEqualToOrBelow(zone) {
                if zone.wire.count > found?.length ?? 0 { found = (plan, zone.wire.count) }
            }
        }
        return found?.plan
    }
}

extension ServerPlan {
    /// Who is to be told of the changes of which zone, and from where.
    var notifyTargets: Set<NotifyTarget> {
        var targets: Set<NotifyTarget> = []
        for block in blocks {
            for case .multicluster(let multicluster) in block.links {
                for zone in multicluster.origins {
                    guard let plan = block.transfers.plan(for: zone) else { continue }
                    for secondary in plan.secondaries {
                        targets.insert(
                            NotifyTarget(
                                zone: zone, address: secondary,
                                source: plan.sources.first { $0.isIPv4 == secondary.isIPv4 }))
                    }
                }
            }
        }
        return targets
    }
}
