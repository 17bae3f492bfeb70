import ClusterSet
import Dispatch
import Feeds
import Synchronization
import TestSupport
import Testing

/// Follows a feed: applies what it delivers, and lets a test wait until that is so.
final class Follower: Sendable {
    /// What the feed has said up to now.
    struct Known {
        var imports: [ObjectName: ServiceImport] = [:]
        var slices: [ObjectName: EndpointSlice] = [:]
        /// How many changes each delivery had.
        var deliveries: [Int] = []

        /// The names of the imports in order, headless ones in brackets.
        var summary: String {
            imports.values.map { $0.kind == .headless ? "[\($0.id.name)]" : $0.id.name }.sorted()
                .joined(separator: " ")
        }

        mutating func apply(_ changes: [Change]) {
            deliveries.append(changes.count)
            for change in changes {
                switch change {
                case .putImport(let object): imports[object.id] = object
                case .removeImport(let id): imports[id] = nil
                case .putSlice(let object): slices[object.id] = object
                case .removeSlice(let id): slices[id] = nil
                case .replaceSlices(let id, let new):
                    slices = slices.filter { $0.value.service != id.name || $0.key.namespace != id.namespace }
                    for slice in new { slices[slice.id] = slice }
                case .keep, .putNamespace, .removeNamespace, .beginList, .endList, .dropList:
                    Issue.record("manifests have no \(change)")
                }
            }
        }
    }

    private let queue = DispatchQueue(label: "control")
    let log = LogLines()
    private let feed: any Feed
    private let inbox = Inbox()

    /// What the feed delivers to: not the follower, so that a test's end is never on the queue.
    private final class Inbox: Sendable {
        let known = Mutex(Known())
        let delivered = DispatchSemaphore(value: 0)
    }

    init(_ paths: String...) {
        feed = ManifestDirectory(paths: paths, logger: log.logger)
    }

    deinit { stop() }

    func start() throws {
        try queue.sync {
            try feed.start(on: queue) { [inbox] news in
                guard case .changes(let changes, _) = news else { return }
                inbox.known.withLock { $0.apply(changes) }
                inbox.delivered.signal()
            }
        }
    }

    /// Runs `work` while the feed can do nothing.
    func paused(_ work: () -> Void) { queue.sync(execute: work) }

    func stop() { queue.sync { feed.stop() } }

    var known: Known { inbox.known.withLock { $0 } }

    /// Returns once the feed has said what makes `summary` hold; an issue is recorded when it never does.
    func waits(for summary: String, _ location: SourceLocation = #_sourceLocation) {
        waits(until: { $0.summary == summary }, location)
    }

    func waits(until holds: (Known) -> Bool, _ location: SourceLocation = #_sourceLocation) {
        while !holds(known) {
            guard inbox.delivered.wait(timeout: .now() + .seconds(20)) == .success else {
                Issue.record("the feed says \(known.summary)", sourceLocation: location)
                return
            }
        }
    }
}
