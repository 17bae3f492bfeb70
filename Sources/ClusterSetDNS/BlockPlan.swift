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
        let level: Logger.Level
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
    /// Who may have the block's zones whole.
    var transfers: [TransferPlan] = []
    /// How many of the links, the first ones, are asked about a transfer.
    var gatekeepers = 0
    /// How addresses are ordered after any rotation.
    var addressOrder = AddressOrderPlan()
    /// The directives that handle queries, in their order, each once.
    private(set) var handlers: [String] = []
    /// The directive that each of the links comes from.
    private var authors: [String] = []
    /// What `header` does to the responses of the links from one of them on.
    private var headerEdit: (firstLink: Int, edit: HeaderEdit)?
    /// What is refused at the end of the chain.
    private var unserved: [UnservedZones.Rule] = []
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
        notices.append(Notice(directive: directive.name, level: .info, text: text))
    }

    /// Tells the operator of something that `directive` asks for and does not get.
    mutating func warn(_ directive: any Directive.Type, _ text: String) {
        notices.append(Notice(directive: directive.name, level: .warning, text: text))
    }

    /// Has names in `zones` refused that nothing in the block answers, `exceptions` aside: whoever asks reads `reason`.
    mutating func leave(_ zones: [Name], except exceptions: [Name] = [], reason: String) {
        unserved.append(UnservedZones.Rule(zones, except: exceptions, reason: reason))
    }

    /// Has the links that are added from now on answer with edited headers; of two edits, the later has the last word.
    mutating func editHeaders(_ edit: HeaderEdit) {
        headerEdit = headerEdit.map { ($0.firstLink, $0.edit.followed(by: edit)) } ?? (links.count, edit)
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

    /// What its `multicluster` stanzas ask for.
    var multiclusterPlans: [MulticlusterPlan] {
        links.compactMap { link in
            guard case .multicluster(let plan) = link else { return nil }
            return plan
        }
    }

    /// Tells the block's zones where their name server is reached.
    mutating func tell(nameServerAddresses addresses: [IPAddress]) {
        changeZones { $0.nameServerAddresses = addresses }
    }

    /// Has the block's zones keep all endpoints that they are told of.
    mutating func keepEndpoints() {
        changeZones { $0.keepsEndpoints = true }
    }

    private mutating func changeZones(_ change: (inout ZoneOptions) -> Void) {
        for index in links.indices {
            guard case .multicluster(var plan) = links[index] else { continue }
            change(&plan.options)
            links[index] = .multicluster(plan)
        }
    }

    /// The block, its links tied to the services that run.
    func serverBlock(services: [MulticlusterService]) -> ServerBlock {
        var chain = chain
        let directives = answeringDirectives
        var zones: [TransferableZone] = []
        for (index, (link, author)) in zip(links, authors).enumerated() {
            if index == gatekeepers { chain.gatekeepers = chain.responders.count }
            var responders: [any Responder]
            switch link {
            case .responder(let responder):
                responders = [responder]
            case .multicluster(let plan):
                guard let service = services.first(where: { $0.plan == plan }) else { continue }
                responders = service.responders
                chain.stagedStore = chain.stagedStore ?? service.store
                if !transfers.isEmpty { zones += service.zones.map { TransferableZone($0) } }
            }
            if let (firstLink, edit) = headerEdit, firstLink <= index {
                responders = responders.map { HeaderEditor(edit, of: $0) }
            }
            chain.responders += responders
            let number = directives.firstIndex(of: author).map { UInt8($0 + 1) } ?? 0
            while chain.authors.count < chain.responders.count { chain.authors.append(number) }
        }
        if !unserved.isEmpty { chain.responders.append(UnservedZones(unserved)) }
        if !transfers.isEmpty {
            chain.transfers = OutgoingTransfers(
                transfers, zones: zones, logger: Logger(label: "plugin/transfer"))
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
