import Answering
import Corefile
import Dispatch
import Feeds
import Logging
import Posix
import RecordStore
import Transport

/// What runs: zones, their feeds and the listeners. (Control queue only.)
///
/// `@unchecked Sendable`: whatever changes it checks that it runs on the control queue, and what only looks (`served`,
/// `patience`) is asked from there too. `metrics` is Sendable by itself.
final class Server: @unchecked Sendable {
    private let queue: DispatchQueue
    private let epochs = Epochs()
    private let hash: OwnerHash
    private let listeners: ListenerSet
    private let http = HTTPServers()
    private let readiness = ReadinessBoard()
    private let notifier: Notifier
    let metrics: ServerMetrics

    /// What is served; nil before the server listens.
    private(set) var served: ServerPlan?
    private var services: [MulticlusterService] = []
    private var points: [ListenPoint] = []
    /// The certificates of the points with TLS.
    private var certificates: [SocketAddress: CertificateFollower] = [:]
    private var moved: @Sendable () -> Void = {}
    private var routes: [SocketAddress: HTTPServers.Routes] = [:]
    private var healthChecks: [HealthCheck] = []
    /// How long to go on serving once asked to stop.
    private var lameduck = GoDuration(nanoseconds: 0)

    init(queue: DispatchQueue) throws(SystemError) {
        self.queue = queue
        notifier = Notifier(on: queue)
        hash = OwnerHash(seed: try RandomSeed.make())
        let workers = CurrentProcess.processorCount
        listeners = ListenerSet(
            epochs: epochs, hash: hash, workers: workers, logger: Logger(label: "transport"))
        metrics = ServerMetrics(
            workers: workers, sources: [TransportMetrics(statistics: listeners.statistics)])
    }

    /// Starts the feeds of `plan` before it is served, so that it can be waited for them, and shows probes that the server
    /// lives. `moved` is called whenever a feed has delivered what it knows.
    func load(_ plan: ServerPlan, moved: @escaping @Sendable () -> Void) throws {
        dispatchPrecondition(condition: .onQueue(queue))
        self.moved = moved
        services = try startServices(for: plan).new
        let routes = plan.routes(readiness, metrics)
        try http.open(routes)
        showState(of: plan, routes)
    }

    /// How many seconds listening should wait for the feeds, from the start on; nil when there is nothing to wait for.
    var patience: Double? {
        guard served == nil else { return nil }
        return services.filter { $0.readiness.obstacle != nil }.map(\.plan.startupTimeout).max()
    }

    /// Serves `plan` in place of what is served now. Addresses that both have keep their sockets, connections and
    /// workers, stanzas that are alike their zones and feeds. When it throws, all is as it was.
    func serve(_ plan: ServerPlan) throws {
        dispatchPrecondition(condition: .onQueue(queue))
        let (kept, new) = try startServices(for: plan)
        let wanted = listeners(of: plan, services: kept + new)
        // A point that stays keeps its sockets, which are those of one protocol.
        let staying = points.filter { plan.isSecured($0.address) == ($0.security != nil) }
        let added = wanted.filter { !staying.contains($0.address) }
        let followers = followers(of: plan, at: added.map(\.address))
        let opened = added.map { address, listener in
            ListenPoint(
                address: address, listener: Published(listener, epochs: epochs),
                security: followers[address]?.identity,
                timeouts: StreamTimeouts(plan.timeouts(at: address)),
                workers: plan.socketCount(at: address))
        }
        let routes = plan.routes(readiness, metrics)
        do {
            try http.open(routes)
            try listeners.update(to: points + opened)
        } catch {
            http.close(allBut: self.routes.keys)
            for service in new { service.stop() }
            throw error
        }
        // From here on nothing can fail: what is listened on already is told what it serves now.
        for point in staying {
            guard let listener = wanted.first(where: { $0.address == point.address })?.listener else {
                continue
            }
            point.listener.replace(with: listener)
            point.timeouts.replace(with: plan.timeouts(at: point.address))
            certificates[point.address]?.replace(with: plan.tls(at: point.address))
        }
        certificates.merge(followers) { $1 }
        certificates = certificates.filter { plan.isSecured($0.key) }
        points = (staying + opened).filter { point in wanted.contains { $0.address == point.address } }
        try listeners.update(to: points)
        for service in services where !kept.contains(where: { $0 === service }) { service.stop() }
        services = kept + new
        served = plan
        showState(of: plan, routes)
        notifier.replace(
            with: plan.notifyTargets, ready: services.reduce(into: []) { $0.formUnion($1.syncedOrigins) })
    }

    /// Has probes and scrapes show `plan`.
    private func showState(of plan: ServerPlan, _ routes: [SocketAddress: HTTPServers.Routes]) {
        readiness.replace(
            with: plan.readyServices(among: services).map(\.readiness),
            isContinuous: plan.blocks.compactMap(\.ready).last?.isContinuous ?? false,
            isListening: served != nil)
        metrics.replace(plugins: plan.enabledPlugins, feeds: services.map(\.metrics))
        http.commit(routes)
        self.routes = routes
        let plans = plan.blocks.compactMap(\.health)
        lameduck = plans.map(\.lameduck).max() ?? GoDuration(nanoseconds: 0)
        let checked = Set(plans.compactMap { http.boundAddress(of: $0.address) })
        let kept = healthChecks.filter { checked.contains($0.address) }
        let new = checked.subtracting(kept.map(\.address))
        healthChecks = kept + new.map { HealthCheck(at: $0, metrics: metrics.health) }
    }

    /// Tells whoever asks that the server is about to stop; returns how long it is to go on serving.
    func prepareToStop() -> GoDuration {
        dispatchPrecondition(condition: .onQueue(queue))
        readiness.stop()
        return served == nil ? GoDuration(nanoseconds: 0) : lameduck
    }

    /// Stops listening, answers what was read, and returns when all workers have ended.
    func stop() {
        dispatchPrecondition(condition: .onQueue(queue))
        listeners.stop()
        notifier.replace(with: [], ready: [])
        for service in services { service.stop() }
        certificates = [:]
        healthChecks = []
        http.close(allBut: [])
    }

    /// What follows the certificates of those of `addresses` that are secured.
    private func followers(
        of plan: ServerPlan, at addresses: [SocketAddress]
    ) -> [SocketAddress: CertificateFollower] {
        var followers: [SocketAddress: CertificateFollower] = [:]
        for address in addresses where plan.isSecured(address) {
            followers[address] = CertificateFollower(plan.tls(at: address), on: queue)
        }
        return followers
    }

    /// The services that `plan` needs: those that run already, and new ones, started.
    private func startServices(
        for plan: ServerPlan
    ) throws(FeedError) -> (kept: [MulticlusterService], new: [MulticlusterService]) {
        var kept: [MulticlusterService] = []
        var new: [MulticlusterService] = []
        for wanted in plan.multiclusterPlans where !(kept + new).contains(where: { $0.plan == wanted }) {
            if let service = services.first(where: { $0.plan == wanted }) {
                kept.append(service)
                continue
            }
            let service = MulticlusterService(wanted, hash: hash, epochs: epochs)
            new.append(service)
            do throws(FeedError) {
                try service.start(on: queue, synced: moved) { [notifier] in notifier.announce($0) }
            } catch {
                for service in new { service.stop() }
                throw error
            }
        }
        return (kept, new)
    }

    /// What is to be served at each address of `plan`.
    private func listeners(
        of plan: ServerPlan, services: [MulticlusterService]
    ) -> [(address: SocketAddress, listener: Listener)] {
        let blocks = plan.blocks.map { $0.serverBlock(services: services) }
        return plan.addresses.map { address in
            let bindings = plan.bindings.filter { $0.address == address }
            let zones = bindings.map { ($0.zone, blocks[$0.block], meter(for: $0, of: plan)) }
            return (address, Listener(zones: zones, refusals: refusals(at: bindings.first, of: plan)))
        }
    }

    /// What counts the queries for a zone; nil when nobody wants to know.
    private func meter(for binding: ServerPlan.Binding, of plan: ServerPlan) -> QueryMeter? {
        let block = plan.blocks[binding.block]
        guard block.chain.handlesQueries else { return refusals(at: binding, of: plan) }
        guard block.metricsAddress != nil else { return nil }
        return metrics.queries.meter(
            server: binding.server, zone: binding.zoneText, authors: block.answeringDirectives)
    }

    /// What counts the queries that are refused before any block is asked.
    private func refusals(at binding: ServerPlan.Binding?, of plan: ServerPlan) -> QueryMeter? {
        guard let binding, plan.blocks.contains(where: { $0.metricsAddress != nil }) else { return nil }
        return metrics.queries.meter(server: binding.server, zone: QueryMetrics.dropped, authors: [])
    }
}

extension [ListenPoint] {
    fileprivate func contains(_ address: SocketAddress) -> Bool { contains { $0.address == address } }
}
