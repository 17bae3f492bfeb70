import Answering
import Dispatch
package import Logging
package import Posix
package import RecordStore

/// The addresses that are listened on, and the workers that answer there. It belongs to the control queue.
package final class ListenerSet {
    private let setup: WorkerSetup
    private let workerCount: Int
    private var open: [OpenPoint] = []
    package let statistics: TransportStatistics
    /// Workers that have not ended.
    private let running = DispatchGroup()

    /// Nothing is listened on before the first `update`.
    ///
    /// `workers` is how many loops answer each address: one per core; as many again answer its streams. `epochs` must
    /// have that many readers.
    package init(
        epochs: Epochs, hash: OwnerHash, workers: Int,
        limits: StreamLimits = StreamLimits(), logger: Logger = Logger(label: "clustersetdns.transport")
    ) {
        setup = WorkerSetup(
            epochs: epochs, hash: hash, limits: limits,
            quota: ConnectionQuota(limit: limits.connections), logger: logger)
        statistics = TransportStatistics(quota: setup.quota)
        workerCount = max(1, workers)
    }

    /// Listens on `points` and nowhere else; or, if one of them cannot be opened, on what it did before.
    ///
    /// Points that stay are not touched: closing one socket of a group would lose what is queued in it.
    package func update(to points: [ListenPoint]) throws(SystemError) {
        var opened: [OpenPoint] = []
        let new = points.filter { point in !open.contains { $0.point.isAlike(point) } }
        for point in new {
            opened.append(
                try OpenPoint(
                    point,
                    workers: min(
                        max(1, point.workers ?? workerCount), workers(for: new.count - opened.count, opened)),
                    setup: setup))
        }
        for point in opened { start(point) }
        let isWanted = { (open: OpenPoint) in points.contains { $0.isAlike(open.point) } }
        for point in open where !isWanted(point) { point.stop() }
        open = open.filter(isWanted)
        for point in open { point.adoptTimeouts() }
        open += opened
    }

    /// Ends all workers: each accepts no more, answers what was read, sends FIN. Returns when they have ended, after
    /// five seconds at the latest; then false.
    @discardableResult
    package func stop() -> Bool {
        for point in open { point.stop() }
        open = []
        return running.wait(timeout: .now() + .seconds(5)) == .success
    }

    /// Where the point at `address` is listened on: with the port that the kernel chose, if that was left to it.
    package func boundAddress(of address: SocketAddress) -> SocketAddress? {
        open.first { $0.point.address == address }?.address
    }

    /// How many workers a new point gets, when `remaining` new ones have to share what is left.
    ///
    /// Readers are few, and so are the threads that Dispatch makes: beyond its limit a queue would wait for ever.
    private func workers(for remaining: Int, _ opened: [OpenPoint]) -> Int {
        let taken = (open + opened).reduce(0) { $0 + $1.workers.count }
        return max(1, min(workerCount, (Self.workerLimit - taken) / (2 * remaining)))
    }

    /// The most workers at one time.
    private static let workerLimit = 120

    private func start(_ point: OpenPoint) {
        setup.logger.debug("listening", metadata: ["address": "\(point.address)"])
        for worker in point.workers {
            statistics.add(worker.tally)
            let queue = DispatchQueue(label: "clustersetdns.\(point.address)", qos: .userInitiated)
            queue.async(group: running) { worker.run() }
        }
    }
}
