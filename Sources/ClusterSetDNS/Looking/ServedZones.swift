import DNSWire

/// The zones that are asked at one address, each with the server block that answers for it.
struct ServedZones {
    var blocks: [BlockPlan]
    /// With an index into `blocks`.
    let origins: [(zone: Name, block: Int)]

    init(blocks: [BlockPlan], origins: [(zone: Name, block: Int)]) {
        self.blocks = blocks
        self.origins = origins
    }

    /// Those of the first address of `plan` that has a cluster set's zones; of its first address, if none has.
    init(_ plan: ServerPlan) {
        func hasZones(_ binding: ServerPlan.Binding) -> Bool {
            !plan.blocks[binding.block].multiclusterPlans.isEmpty
        }
        let address = (plan.bindings.first(where: hasZones) ?? plan.bindings.first)?.address
        blocks = plan.blocks
        origins = plan.bindings.filter { $0.address == address }.map { ($0.zone, $0.block) }
    }

    /// Those of all addresses of `plan`.
    init(all plan: ServerPlan) {
        self.init(blocks: plan.blocks, origins: plan.bindings.map { ($0.zone, $0.block) })
    }

    /// What the cluster set's zones are made from.
    var multiclusterPlans: [MulticlusterPlan] {
        var indices: Set<Int> = []
        return origins.filter { indices.insert($0.block).inserted }.flatMap {
            blocks[$0.block].multiclusterPlans
        }
    }

    /// Has the zones keep all endpoints that they are told of.
    mutating func keepEndpoints() {
        for index in blocks.indices { blocks[index].keepEndpoints() }
    }
}
