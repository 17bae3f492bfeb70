package import ClusterSet
package import Dispatch
package import Logging

/// Two feeds of the same zones, such as a cluster and manifests: the same object from both is the first one's. Belongs to the
/// control queue.
// Unchecked: `start` checks that it runs on the control queue, and everything else runs there after it.
package final class LayeredFeed: Feed, @unchecked Sendable {
    /// How many objects are remembered that both feeds had: each is said once.
    private static let mostConflicts = 1000

    private let upper: any Feed
    private let lower: any Feed
    private let logger: Logger
    private var layers = Layers()
    private var told: Set<ObjectName> = []
    private var unsynced = 2
    private var deliver: @Sendable (FeedNews) -> Void = { _ in }

    package init(_ upper: any Feed, over lower: any Feed, logger: Logger) {
        self.upper = upper
        self.lower = lower
        self.logger = logger
    }

    package func start(
        on queue: DispatchQueue, deliver: @escaping @Sendable (FeedNews) -> Void
    ) throws(FeedError) {
        dispatchPrecondition(condition: .onQueue(queue))
        self.deliver = deliver
        try lower.start(on: queue) { [weak self] in self?.take($0) { $0.lower($1) } }
        try upper.start(on: queue) { [weak self] in self?.take($0) { $0.upper($1) } }
    }

    package func redeliverSlices(of service: ObjectName) { upper.redeliverSlices(of: service) }

    package func stop() {
        upper.stop()
        lower.stop()
        deliver = { _ in }
    }

    private func take(_ news: FeedNews, _ merge: (inout Layers, [Change]) -> [Change]) {
        switch news {
        case .changes(let changes, let arrival):
            let changes = merge(&layers, changes)
            if !changes.isEmpty { deliver(.changes(changes, since: arrival)) }
            for (kind, id) in layers.takeConflicts() { tell(kind, id) }
        case .synced:
            unsynced -= 1
            if unsynced == 0 { deliver(.synced) }
        case .waiting, .triggered, .lost: deliver(news)
        }
    }

    private func tell(_ kind: ObjectKind, _ id: ObjectName) {
        if told.count >= Self.mostConflicts { told = [] }
        guard told.insert(id).inserted else { return }
        logger.warning(
            "object is in the cluster and in a manifest, the cluster's counts",
            metadata: ["kind": "\(kind)", "object": "\(id.namespace)/\(id.name)"])
    }
}
