import Answering
import ClusterSet
import Corefile
import DNSWire
import Logging
import Posix
import Transport

/// What one server block of the Corefile comes to.
struct BlockPlan {
    /// One link of the chain: a responder, or the zones of a stanza whose responders come into being with its feed.
    enum Link {
        case responder(any Responder)
        case multicluster(MulticlusterPlan)
    }

    /// What an operator is told of a directive.
    struct Notice: Hashable {
        let directive: String
        let text: String
    }

    /// What the block is for.
    let keys: [ServerKey]
    /// What an operator is told of its directives.
    private(set) var notices: [Notice] = []
    /// Where relative paths begin; nil: in the folder that the server is started in.
    var root: String?
    /// The addresses to listen on; nil: all of this machine's.
    var hosts: [SocketAddress]?
    /// All of the chain but its responders.
    var chain = ServerBlock.Chain()
    /// The responders, in the order in which they are asked.
    var links: [Link] = []
    /// How addresses are ordered after any rotation.
    var addressOrder = AddressOrderPlan()
    /// The directives that handle queries, in their order, each once.
    private(set) var handlers: [String] = []
    /// The directive that each of the links comes from.
    private var authors: [String] = []
    /// Which queries `log` writes, and how; none without `log`.
    var logRules: [QueryLog.Rule] = []
    /// What `errors` counts rather than writes; nil without `errors`.
    var errorConsolidations: [ErrorLog.Consolidation]?

    var health: HealthDirective.Plan?
    var ready: ReadyDirective.Plan?
    /// How the Corefile is followed; nil without `reload`.
    var reload: ReloadDirective.Plan?
    /// How long clients of its addresses may take, where `timeouts` says so.
    var timeouts = StreamTimeouts.Values()
    /// How many sockets of each kind its addresses get; nil: one for each core.
    var socketCount: Int?
    /// What `tls://` zones are served with; nil without `tls`.
    var tls: TLSPlan?
    /// Where metrics are shown; nil when the block's queries are not counted.
    var metricsAddress: SocketAddress?

    init(keys: [ServerKey]) {
        self.keys = keys
        chain.handlesQueries = false
    }

    /// The zones of the block.
    var origins: [Name] { keys.compactMap { Name($0.zone) } }

    /// `path` as seen from the block's root.
    func resolve(_ path: String) -> String {
        guard let root, !path.hasPrefix("/") else { return path }
        return root.hasSuffix("/") ? root + path : "\(root)/\(path)"
    }

    /// Tells the operator something of `directive`.
    mutating func notice(_ directive: any Directive.Type, _ text: String) {
        notices.append(Notice(directive: directive.name, text: text))
    }

    /// Notes that `directive` has had its effect.
    mutating func note(_ directive: any Directive.Type) {
        while authors.count < links.count { authors.append(directive.name) }
        guard directive.handlesQueries else { return }
        chain.handlesQueries = true
        if handlers.last != directive.name { handlers.append(directive.name) }
    }

    /// The directives that answer, each once, in the order in which they are numbered for the meter.
    var answeringDirectives: [String] {
        var seen: Set<String> = []
        return Array(authors.filter { seen.insert($0).inserted }.prefix(QueryMeter.maximumAuthors))
    }

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
        let directives = answeringDirectives
        for (link, author) in zip(links, authors) {
            switch link {
            case .responder(let responder):
                chain.responders.append(responder)
            case .multicluster(let plan):
                guard let service = services.first(where: { $0.plan == plan }) else { continue }
                chain.responders += service.responders
                chain.stagedStore = chain.stagedStore ?? service.store
            }
            let number = directives.firstIndex(of: author).map { UInt8($0 + 1) } ?? 0
            while chain.authors.count < chain.responders.count { chain.authors.append(number) }
        }
        chain.addressOrder = addressOrder.start(Logger(label: "plugin/loadbalance"))
        if let errorConsolidations {
            chain.observers.append(
                ErrorLog(
                    lastLink: handlers.last ?? "", consolidations: errorConsolidations,
                    logger: Logger(label: "plugin/errors")))
        }
        if !logRules.isEmpty { chain.observers.append(QueryLog(rules: logRules, output: .standard)) }
        return ServerBlock(chain)
    }
}
