import DNSWire
import Posix
import Transport

/// What a Corefile comes to for probes and scrapes.
extension ServerPlan {
    /// What is served by HTTP, by address and path.
    func routes(_ readiness: ReadinessBoard, _ metrics: ServerMetrics) -> [SocketAddress: HTTPServers.Routes]
    {
        var routes: [SocketAddress: HTTPServers.Routes] = [:]
        for block in blocks {
            if let plan = block.health { routes[plan.address, default: [:]]["/health"] = { .ok } }
            if let plan = block.ready {
                routes[plan.address, default: [:]]["/ready"] = { readiness.response() }
            }
            if let address = block.metricsAddress {
                routes[address, default: [:]]["/metrics"] = { .metrics(metrics.text) }
            }
        }
        return routes
    }

    /// Those of `services` that a block with `ready` asks, once for each time.
    func readyServices(among services: [MulticlusterService]) -> [MulticlusterService] {
        blocks.filter { $0.ready != nil }.flatMap(\.links).compactMap { link in
            guard case .multicluster(let plan) = link else { return nil }
            return services.first { $0.plan == plan }
        }
    }

    /// The directives of the blocks whose queries are counted.
    var enabledPlugins: [ServerMetrics.EnabledPlugin] {
        bindings.flatMap { binding in
            let block = blocks[binding.block]
            return (block.metricsAddress == nil ? [] : block.handlers).map {
                ServerMetrics.EnabledPlugin(
                    server: binding.server, zone: binding.zoneText, name: $0)
            }
        }
    }
}
