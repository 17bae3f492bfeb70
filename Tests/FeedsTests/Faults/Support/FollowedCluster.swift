import ClusterSet
import Dispatch
import Posix
import Synchronization
import TestSupport
import Testing

@testable import Feeds

/// A cluster that does what a test tells it, and a server that follows it.
final class FollowedCluster {
    let api: FakeAPIServer
    let log = LogLines()
    private let feed: any Feed
    private let status: KubernetesStatus
    private let watchCount: Int
    private let queue = DispatchQueue(label: "control")
    private let audience: Audience

    /// Needs no credential, unless a `context` of the kubeconfig says whom to be. What is answered for `names` is noted each
    /// time that the feed has said something.
    init(
        context: String? = nil, timings: ReflectorTimings = .init(), observing names: String...,
        manifests: Folder? = nil, configure: (inout KubernetesOptions) -> Void = { _ in }
    ) throws {
        api = try IdleAPIServers.take(context == nil ? .plain : .tls)
        var options = KubernetesOptions(
            source: context == nil
                ? .endpoint(url: api.url, certificate: nil, key: nil, authority: nil)
                : .kubeconfig(path: api.kubeconfig, context: context))
        configure(&options)
        watchCount = options.resources.count
        let cluster = KubernetesFeed(options, timings: timings, logger: log.logger)
        status = cluster.status
        if let manifests {
            let files = ManifestDirectory(paths: [manifests.path], logger: log.logger)
            feed = LayeredFeed(cluster, over: files, logger: log.logger)
        } else {
            feed = cluster
        }
        audience = Audience(names, namesNamespaces: options.namespaceLabels != nil)
    }

    deinit {
        queue.sync { feed.stop() }
        IdleAPIServers.give(back: api)
    }

    func start() throws {
        try queue.sync {
            try feed.start(on: queue) { [audience, weak feed] news in audience.take(news, from: feed) }
        }
    }

    /// Starts, and returns once everything that there is has been read.
    func startAndSync(_ location: SourceLocation = #_sourceLocation) throws {
        try start()
        waits(for: "synchronisation", location) { audience.told.isSynced }
    }

    /// Starts, and returns once everything has been read and is watched.
    func startAndWatch(_ location: SourceLocation = #_sourceLocation) throws {
        try startAndSync(location)
        try api.waits(for: "watches=\(watchCount)", location)
    }

    var isSynced: Bool { audience.told.isSynced }

    var staleSeconds: Double { status.staleSeconds }

    func answer(_ name: String) -> String { audience.zone.answer(name) }

    func explanation(_ name: String) -> String? { audience.zone.explanation(name) }

    /// The different answers that an observed name has had, in their order.
    func history(of name: String) -> [String] {
        // An answer can be seen a moment before it is noted: what is under way comes to its end first.
        queue.sync { audience.told.histories[name] ?? [] }
    }

    /// The different numbers of names that were published, in their order.
    var sizes: [Int] { audience.told.sizes }

    func waits(
        for answer: String, at name: String, seconds: Int = 30, _ location: SourceLocation = #_sourceLocation
    ) {
        waits(for: "\(answer) at \(name)", seconds: seconds, location) { self.answer(name) == answer }
    }

    /// Returns once readiness says `obstacle`, which need not be the last that it says.
    func waits(forObstacle obstacle: String, _ location: SourceLocation = #_sourceLocation) {
        waits(for: "the obstacle \(obstacle)", location) { audience.told.obstacles.contains(obstacle) }
    }

    /// Returns once what the API server has to say of ServiceImports at present has taken effect.
    func catchesUp(_ location: SourceLocation = #_sourceLocation) throws {
        let version = try api.counters().resourceVersion
        let address = "10.200.\(version >> 8 & 255).\(version & 255)"
        try api.putImport("sentinel", addresses: [address])
        waits(for: address, at: "sentinel.default", location)
    }

    private func waits(
        for what: String, seconds: Int = 30, _ location: SourceLocation, until holds: () -> Bool
    ) {
        let deadline = DispatchTime.now() + .seconds(seconds)
        while !holds() {
            guard audience.heard.wait(timeout: deadline) == .success else {
                Issue.record(
                    "never came: \(what); \(audience.told), the log says \(log.all)", sourceLocation: location
                )
                return
            }
        }
    }
}

/// Whom the feed speaks to: not the cluster, so that a test's end is never on the queue.
private final class Audience: Sendable {
    struct Told {
        var isSynced = false
        var obstacles: [String] = []
        var histories: [String: [String]] = [:]
        var sizes: [Int] = []
    }

    let zone: AnsweringZone
    let heard = DispatchSemaphore(value: 0)
    private let state = Mutex(Told())
    private let names: [String]

    init(_ names: [String], namesNamespaces: Bool) {
        self.names = names
        var options = ZoneOptions()
        options.namesNamespaces = namesNamespaces
        zone = AnsweringZone(options)
    }

    var told: Told { state.withLock { $0 } }

    func take(_ news: FeedNews, from feed: (any Feed)?) {
        switch news {
        case .changes(let changes, _):
            for service in zone.zone.apply(changes, now: 1) { feed?.redeliverSlices(of: service) }
        case .synced: zone.zone.markSynced()
        case .waiting(let obstacle): zone.zone.markWaiting(for: obstacle)
        case .lost(let time): zone.zone.markLost(since: time.map { "\($0)" })
        case .triggered: return
        }
        let answers = names.map { zone.answer($0) }
        let size = zone.count
        state.withLock { told in
            if news == .synced { told.isSynced = true }
            if case .waiting(let obstacle) = news { told.obstacles.append(obstacle) }
            if told.sizes.last != size { told.sizes.append(size) }
            for (name, answer) in zip(names, answers) where told.histories[name]?.last != answer {
                told.histories[name, default: []].append(answer)
            }
        }
        heard.signal()
    }
}

extension ReflectorTimings {
    /// Stalls are noticed after tenths of a second, and watches, which are asked for in whole seconds, after little more
    /// than one.
    static var short: ReflectorTimings {
        var timings = ReflectorTimings()
        timings.watch = 1_000_000_000
        timings.grace = 500_000_000
        timings.silence = 400_000_000
        return timings
    }
}
