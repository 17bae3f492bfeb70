import Answering
import ClusterSet
import Corefile
import DNSWire
import Logging
import Posix

/// What one server block of the Corefile comes to.
struct BlockPlan {
    /// One link of the chain: a responder, or the zones of a stanza whose responders come into being with its feed.
    enum Link {
        case responder(any Responder)
        case multicluster(MulticlusterPlan)
    }

    /// What the block is for.
    let keys: [ServerKey]
    /// The addresses to listen on; nil: all of this machine's.
    var hosts: [SocketAddress]?
    /// All of the chain but its responders.
    var chain = ServerBlock.Chain()
    /// The responders, in the order in which they are asked.
    var links: [Link] = []
    /// How addresses are ordered after any rotation.
    var addressOrder = AddressOrderPlan()
    /// The directive that acts last: the one that an error of the chain's end names.
    var lastDirective = ""
    /// Which queries `log` writes, and how; none without `log`.
    var logRules: [QueryLog.Rule] = []
    /// What `errors` counts rather than writes; nil without `errors`.
    var errorConsolidations: [ErrorLog.Consolidation]?

    init(keys: [ServerKey]) {
        self.keys = keys
        chain.handlesQueries = false
    }

    /// The zones of the block.
    var origins: [Name] { keys.compactMap { Name($0.zone) } }

    /// Tells the block's zones where their name server is reached.
    mutating func tell(nameServerAddresses addresses: [IPAddress]) {
        for index in links.indices {
            guard case .multicluster(var plan) = links[index] else { continue }
            plan.options.nameServerAddresses = addresses
            links[index] = .multicluster(plan)
        }
    }

    /// The block, its links tied to the services that run.
    func serverBlock(services: [MulticlusterService]) -> ServerBlock {
        var chain = chain
        for link in links {
            switch link {
            case .responder(let responder):
                chain.responders.append(responder)
            case .multicluster(let plan):
                guard let service = services.first(where: { $0.plan == plan }) else { continue }
                chain.responders += service.responders
                chain.stagedStore = chain.stagedStore ?? service.store
            }
        }
        chain.addressOrder = addressOrder.start(Logger(label: "plugin/loadbalance"))
        if let errorConsolidations {
            chain.observers.append(
                ErrorLog(
                    lastLink: lastDirective, consolidations: errorConsolidations,
                    logger: Logger(label: "plugin/errors")))
        }
        if !logRules.isEmpty { chain.observers.append(QueryLog(rules: logRules, output: .standard)) }
        return ServerBlock(chain)
    }
}
