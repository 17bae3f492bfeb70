import Answering
import ClusterSet
import DNSWire
import Dispatch
import Feeds
import Logging
import Metrics
import Posix
import RecordStore

/// The zones of one `multicluster` stanza and the feed that fills them. (Control queue only, but for `readiness` and metrics.)
final class MulticlusterService: Sendable {
    let plan: MulticlusterPlan
    /// One for each of the plan's origins.
    let responders: [any Responder]
    /// The store that a batch of lookups is staged for.
    let store: Store?
    /// How far the feed has come.
    let readiness: FeedReadiness
    let metrics: MulticlusterMetrics

    let zones: [ClusterSetZone]
    private let feed: any Feed

    init(_ plan: MulticlusterPlan, hash: OwnerHash, epochs: Epochs) {
        self.plan = plan
        zones = plan.origins.map {
            ClusterSetZone(
                origin: $0, options: plan.options, hash: hash, epochs: epochs, now: WallClock.unixSeconds)
        }
        responders = zones.map { ClusterSetResponder($0, fallthroughZones: plan.fallthroughZones) }
        store = zones.first?.store
        readiness = FeedReadiness()
        let cluster = plan.cluster.map { KubernetesFeed($0, logger: Logger(label: "plugin/multicluster")) }
        metrics = MulticlusterMetrics(
            zones: zones, readiness: readiness, cluster: cluster?.status)
        let manifests =
            plan.directories.isEmpty
            ? nil
            : ManifestDirectory(
                paths: plan.directories, usesPodNames: plan.usesPodNames, logger: Logger(label: "manifests"))
        feed =
            switch (cluster, manifests) {
            case (let cluster?, let manifests?):
                LayeredFeed(cluster, over: manifests, logger: Logger(label: "plugin/multicluster"))
            case (let cluster?, nil): cluster
            case (nil, _): manifests ?? ManifestDirectory(paths: [], logger: Logger(label: "manifests"))
            }
    }

    /// Starts the feed. `synced` is called on the queue once everything that it knew at its start is published, `changed` then
    /// for each of the zones, and later for one whose serial has moved.
    func start(
        on queue: DispatchQueue, synced: @escaping @Sendable () -> Void,
        changed: @escaping @Sendable (Name) -> Void = { _ in }
    ) throws(FeedError) {
        try feed.start(on: queue) { [weak self] news in
            guard let self else { return }
            let serials = zones.map(\.currentSerial)
            take(news)
            for (zone, serial) in zip(zones, serials)
            where news == .synced || zone.isSynced && zone.currentSerial != serial {
                changed(zone.origin)
            }
            if news == .synced { synced() }
            // What reading everything took is several times what it comes to. Later, for the news is among it.
            if news.endsReading { queue.async { CurrentProcess.releaseMemory() } }
        }
    }

    /// The zones whose feed has delivered all it knew at its start.
    var syncedOrigins: Set<Name> { Set(zones.filter(\.isSynced).map(\.origin)) }

    /// Ends the following; the zones answer what they know as long as a worker asks them.
    func stop() {
        feed.stop()
    }

    private func take(_ news: FeedNews) {
        switch news {
        case .changes(let changes, let arrival):
            var wanted: Set<ObjectName> = []
            for zone in zones { wanted.formUnion(zone.apply(changes, now: WallClock.unixSeconds)) }
            metrics.applied(changesSince: arrival)
            for service in wanted { feed.redeliverSlices(of: service) }
        case .triggered(let triggers):
            for trigger in triggers where zones.first?.kind(of: trigger.service) == .headless {
                metrics.programmed(since: trigger.time, now: WallClock.seconds)
            }
        case .synced:
            for zone in zones { zone.markSynced() }
            readiness.set(nil)
        case .lost(let time):
            let text = time.map { WallClock.text(WallClock.seconds(at: $0)) }
            for zone in zones { zone.markLost(since: text) }
        case .waiting(let obstacle):
            for zone in zones { zone.markWaiting(for: "not synchronised: \(obstacle)") }
            readiness.set(obstacle)
        }
    }
}

extension FeedNews {
    /// Whether a list has come to its end, or everything there was at the start.
    fileprivate var endsReading: Bool {
        switch self {
        case .changes(let changes, _):
            changes.contains { if case .endList = $0 { true } else { false } }
        case .synced: true
        case .triggered, .lost, .waiting: false
        }
    }
}
