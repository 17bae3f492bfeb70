import Answering
import ClusterSet
import Dispatch
import Feeds
import Logging
import Posix
import RecordStore

/// The zones of one `multicluster` stanza and the feed that fills them. (Control queue only.)
final class MulticlusterService {
    let plan: MulticlusterPlan
    /// One for each of the plan's origins.
    let responders: [any Responder]
    /// The store that a batch of lookups is staged for.
    let store: Store?
    /// Whether it is ready to answer.
    let readiness: any ReadinessReporter = LoadedManifests()

    private let zones: [ClusterSetZone]
    private let feed: ManifestDirectory

    /// Starts the feed and returns when everything that it knew at its start is published.
    init(_ plan: MulticlusterPlan, hash: OwnerHash, epochs: Epochs, queue: DispatchQueue) throws(FeedError) {
        let zones = plan.origins.map {
            ClusterSetZone(
                origin: $0, options: plan.options, hash: hash, epochs: epochs, now: WallClock.unixSeconds)
        }
        self.plan = plan
        self.zones = zones
        responders = zones.map { ClusterSetResponder($0, fallthroughZones: plan.fallthroughZones) }
        store = zones.first?.store
        feed = ManifestDirectory(paths: plan.directories, logger: Logger(label: "manifests"))
        try feed.start(on: queue) { changes in
            for zone in zones { zone.apply(changes, now: WallClock.unixSeconds) }
        }
        for zone in zones { zone.markSynced() }
        // What reading the manifests took is several times what they come to.
        CurrentProcess.releaseFreeMemory()
    }

    /// Ends the following; the zones answer what they know as long as a worker asks them.
    func stop() {
        feed.stop()
    }
}

/// The readiness of a service that does not exist before its manifests are loaded.
private final class LoadedManifests: ReadinessReporter {
    let name = MulticlusterDirective.name
    let obstacle: String? = nil
}
