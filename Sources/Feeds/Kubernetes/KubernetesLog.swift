import ClusterSet
import Logging

/// What an operator is told of a cluster: a line when something changes; of what is wrong with a kind's objects, or in their way,
/// at most one a second each. (Control queue only.)
final class KubernetesLog {
    /// Nanoseconds between two lines of the same sort.
    private static let pause: UInt64 = 1_000_000_000

    private static let firstStaleReport = 10.0

    /// For how long, in nanoseconds, an API server that was away answers what it does not mean: while it starts, it denies what
    /// it allows, and misses what it has.
    private static let startingTime: UInt64 = 5_000_000_000

    private let logger: Logger
    private var remarks = RemarkLog()
    private var unreachableAt: UInt64?
    private var reported: [ObjectKind: Obstacle] = [:]
    private var reportedAt: [ObjectKind: UInt64] = [:]
    /// After how many seconds without news it is said next that what is served is stale.
    private var nextStaleReport = firstStaleReport

    init(logger: Logger) { self.logger = logger }

    func started(_ access: ClusterAccess) {
        logger.info(
            "following a cluster", metadata: ["server": "\(access.server)", "access": "\(access.origin)"])
    }

    func synced(_ access: ClusterAccess?) {
        logger.info("synchronised with the cluster", metadata: ["server": "\(access?.server ?? "")"])
    }

    /// Says what is in the way of a kind's objects, when it is something else than last time, and when nothing is any more.
    func report(_ obstacle: Obstacle?, of resource: APIResource, isSynced: Bool, now: UInt64) {
        if let rest = remarks.takeRest(of: resource.kind, now: now) { log(rest, resource) }
        guard let obstacle else {
            if reported.removeValue(forKey: resource.kind) != nil, reported.isEmpty {
                logger.notice("the cluster is followed again")
            }
            return
        }
        if case .unreachable = obstacle {
            unreachableAt = now
        } else if let unreachableAt, now &- unreachableAt < Self.startingTime {
            return
        }
        // What is wrong with the server is wrong for all kinds.
        let isKnown =
            obstacle == .pending || reported[resource.kind]?.isLike(obstacle) == true
            || obstacle.isOfServer && reported.values.contains { $0.isLike(obstacle) }
        // What comes too soon after another line is said when it comes again.
        if !isKnown, let last = reportedAt[resource.kind], now &- last < Self.pause { return }
        reported[resource.kind] = obstacle == .pending ? reported[resource.kind] : obstacle
        guard !isKnown else { return }
        reportedAt[resource.kind] = now
        let rest = isSynced ? "; what was known last is served on" : ""
        logger.warning("\((obstacle.advice(on: resource) + rest).printable)")
    }

    /// Says how long there has been no news, each time it is six times as long as when it was last said, at least every hour.
    func stale(seconds: Double) {
        guard seconds > 0 else {
            nextStaleReport = Self.firstStaleReport
            return
        }
        guard seconds >= nextStaleReport else { return }
        nextStaleReport = min(seconds * 6, seconds + 3600)
        logger.warning(
            "no news from the cluster, what was known last is served on",
            metadata: ["stale_seconds": "\(Int(seconds))"])
    }

    /// Says what is wrong with an object, once.
    func remark(_ remark: String, on id: ObjectName, of resource: APIResource, now: UInt64) {
        if let line = remarks.take(remark, on: id, of: resource.kind, now: now) { log(line, resource) }
    }

    private func log(_ line: RemarkLog.Line, _ resource: APIResource) {
        logger.error(
            "\(line.text.printable)",
            metadata: ["resource": "\(resource.kind.plural)", "objects": "\(line.objects.printable)"])
    }
}
