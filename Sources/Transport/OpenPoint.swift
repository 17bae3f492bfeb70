import Answering
import Posix
import RecordStore

/// A listen point whose sockets are open.
final class OpenPoint: Sendable {
    let point: ListenPoint
    /// Where it really listens.
    let address: SocketAddress
    /// Of each kind as many.
    let workers: [any Worker]

    /// Opens the sockets of `count` workers of each kind, which have yet to be started.
    init(_ point: ListenPoint, workers count: Int, setup: WorkerSetup) throws(SystemError) {
        self.point = point
        var address = point.address
        var workers: [any Worker] = []
        while workers.count < 2 * count {
            let pair = try SocketPair.open(at: address)
            address = pair.address
            workers += try Self.workers(of: pair, number: workers.count / 2, point.listener, setup)
        }
        self.address = address
        self.workers = workers
    }

    private static func workers(
        of pair: consuming SocketPair, number: Int, _ served: Published<Listener>, _ setup: WorkerSetup
    ) throws(SystemError) -> [any Worker] {
        let address = pair.address
        let datagrams = DatagramWorker(
            served: served, socket: pair.datagrams, local: address, reader: try reader(setup, address),
            seed: try RandomSeed.make(), number: WorkerNumber(pair: number, isStream: false), setup: setup)
        let streams = try StreamWorker(
            served: served, listener: pair.streams, local: address, reader: try reader(setup, address),
            seed: try RandomSeed.make(), number: WorkerNumber(pair: number, isStream: true), setup: setup)
        return [datagrams, streams]
    }

    private static func reader(
        _ setup: WorkerSetup, _ address: SocketAddress
    ) throws(SystemError) -> Reader {
        guard let reader = setup.epochs.makeReader() else {
            throw .exhausted("another worker", subject: "\(address)")
        }
        return reader
    }

    func stop() {
        for worker in workers { worker.stop() }
    }
}
