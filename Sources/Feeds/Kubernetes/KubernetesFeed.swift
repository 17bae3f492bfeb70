package import ClusterSet
package import Dispatch
package import Logging
import Posix

/// The feed of a cluster's API server: two watches, of ServiceImports and of the EndpointSlices that belong to them, and a
/// third one of Namespaces where labels choose among them. Belongs to the control queue.
// Unchecked: `start` checks that it runs on the control queue, and everything else runs there after it, but for `status`,
// which is Sendable by itself.
package final class KubernetesFeed: Feed, @unchecked Sendable {
    /// What others may ask about the feed.
    package let status: KubernetesStatus

    private let options: KubernetesOptions
    private let timings: ReflectorTimings
    private let log: KubernetesLog
    private var server: APIServer?
    private var followers: [ResourceFollower] = []
    private var fetches: SliceFetches?
    private var probe: ReadinessProbe?
    private var queue: DispatchQueue?
    private var deliver: @Sendable (FeedNews) -> Void = { _ in }
    private var isSynced = false
    /// What was last told to be in the way.
    private var obstacle: String?
    /// Since when, by the monotonic clock, changes may have been missed, as was last told.
    private var lostSince: UInt64?

    package convenience init(_ options: KubernetesOptions, logger: Logger) {
        self.init(options, timings: ReflectorTimings(), logger: logger)
    }

    init(_ options: KubernetesOptions, timings: ReflectorTimings, logger: Logger) {
        self.options = options
        self.timings = timings
        log = KubernetesLog(logger: logger)
        status = KubernetesStatus()
    }

    package func start(
        on queue: DispatchQueue, deliver: @escaping @Sendable (FeedNews) -> Void
    ) throws(FeedError) {
        dispatchPrecondition(condition: .onQueue(queue))
        let server = try APIServer(options.source, countedBy: status.requests, on: queue)
        self.server = server
        server.isInBulk = true
        server.moved = { [weak self] in self?.serverMoved() }
        self.queue = queue
        self.deliver = deliver
        fetches = SliceFetches(
            from: server, usesPodNames: options.usesPodNames, timings: timings, on: queue
        ) { [weak self] service, slices, wantedSince in
            self?.deliver(.changes([.replaceSlices(of: service, slices)], since: wantedSince))
        }
        log.started(server.access)
        let namespaces = options.namespaces.isEmpty ? nil : options.namespaces
        followers = options.resources.map { resource in
            ResourceFollower(
                resource, at: server, namespaces: resource.kind == .namespaces ? nil : namespaces,
                usesPodNames: options.usesPodNames, timings: timings, status: status)
        }
        for follower in followers {
            follower.delegate = self
            follower.start(on: queue)
        }
    }

    package func redeliverSlices(of service: ObjectName) {
        fetches?.get(service)
    }

    package func stop() {
        for follower in followers { follower.stop() }
        followers = []
        fetches = nil
        probe = nil
        server = nil
        deliver = { _ in }
    }

    private func serverMoved() {
        guard let server else { return }
        log.started(server.access)
        for follower in followers { follower.serverMoved() }
    }
}

extension KubernetesFeed: ResourceFollower.Delegate {
    func follower(
        _ follower: ResourceFollower, has changes: [Change], since arrival: UInt64, triggers: [SliceTrigger]
    ) {
        deliver(.changes(changes, since: arrival))
        if !triggers.isEmpty { deliver(.triggered(triggers)) }
    }

    func followerMoved(_ follower: ResourceFollower) {
        log.report(
            follower.obstacle, of: follower.resource, isSynced: follower.isSynced, now: MonotonicClock.now())
        let lostSince = followers.compactMap(\.lostSince).min()
        status.lost(since: lostSince)
        if isSynced {
            log.stale(seconds: status.staleSeconds)
            tellLoss(since: lostSince)
        }
        probeWhileWaiting()
        guard !isSynced else { return }
        guard followers.allSatisfy(\.isSynced) else { return tellObstacle() }
        isSynced = true
        server?.isInBulk = false
        log.synced(server?.access)
        deliver(.synced)
    }

    func follower(_ follower: ResourceFollower, found remark: String, with id: ObjectName) {
        log.remark(remark, on: id, of: follower.resource, now: MonotonicClock.now())
    }

    /// Finds out when the API server is ready, as long as it has any of the followers wait.
    private func probeWhileWaiting() {
        guard followers.contains(where: \.isToldToWait), let server, let queue else {
            probe = nil
            return
        }
        guard probe == nil else { return }
        probe = ReadinessProbe(of: server, on: queue) { [weak self] in
            for follower in self?.followers ?? [] { follower.serverBecameReady() }
        }
    }

    private func tellLoss(since time: UInt64?) {
        guard time != lostSince else { return }
        lostSince = time
        deliver(.lost(since: time))
    }

    /// Says what the first of the kinds that are not there yet waits for.
    private func tellObstacle() {
        let text = followers.lazy.filter { !$0.isSynced }
            .compactMap { follower in follower.obstacle?.brief(of: follower.resource) }.first
        guard let text, text != obstacle else { return }
        obstacle = text
        deliver(.waiting(for: text))
    }
}
