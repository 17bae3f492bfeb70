import Answering
import Dispatch
import Feeds
import Logging
import Posix
import RecordStore
import Transport

/// What runs: zones, their feeds and the listeners. (Control queue only.)
///
/// `@unchecked Sendable`: `serve` and `stop` check that they run on the control queue, and nothing else is called.
final class Server: @unchecked Sendable {
    private let queue: DispatchQueue
    private let epochs = Epochs()
    private let hash: OwnerHash
    private let listeners: ListenerSet

    private var services: [MulticlusterService] = []
    private var points: [ListenPoint] = []

    init(queue: DispatchQueue) throws(SystemError) {
        self.queue = queue
        hash = OwnerHash(seed: try RandomSeed.make())
        listeners = ListenerSet(
            epochs: epochs, hash: hash, workers: CurrentProcess.processorCount,
            logger: Logger(label: "transport"))
    }

    /// Serves `plan` in place of what is served now. Addresses that both have keep their sockets, connections and
    /// workers, stanzas that are alike their zones and feeds. When it throws, all is as it was.
    func serve(_ plan: ServerPlan) throws {
        dispatchPrecondition(condition: .onQueue(queue))
        let (kept, new) = try startServices(for: plan)
        let wanted = listeners(of: plan, services: kept + new)
        let opened = wanted.filter { !points.contains($0.address) }
            .map { ListenPoint(address: $0.address, listener: Published($0.listener, epochs: epochs)) }
        do {
            try listeners.update(to: points + opened)
        } catch {
            for service in new { service.stop() }
            throw error
        }
        // From here on nothing can fail: what is listened on already is told what it serves now.
        for point in points {
            guard let listener = wanted.first(where: { $0.address == point.address })?.listener else {
                continue
            }
            point.listener.replace(with: listener)
        }
        points = (points + opened).filter { point in wanted.contains { $0.address == point.address } }
        try listeners.update(to: points)
        for service in services where !kept.contains(where: { $0 === service }) { service.stop() }
        services = kept + new
    }

    /// Stops listening, answers what was read, and returns when all workers have ended.
    func stop() {
        dispatchPrecondition(condition: .onQueue(queue))
        listeners.stop()
        for service in services { service.stop() }
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
            do throws(FeedError) {
                new.append(try MulticlusterService(wanted, hash: hash, epochs: epochs, queue: queue))
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
            let zones = plan.bindings.filter { $0.address == address }.map { ($0.zone, blocks[$0.block]) }
            return (address, Listener(zones: zones))
        }
    }
}

extension [ListenPoint] {
    fileprivate func contains(_ address: SocketAddress) -> Bool { contains { $0.address == address } }
}
