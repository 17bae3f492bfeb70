import Answering
import Posix
import RecordStore

/// A listen point whose sockets are open.
final class OpenPoint: Sendable {
    let point: ListenPoint
    /// Where it really listens.
    let address: SocketAddress
    /// Of each kind as many; with TLS, of streams alone.
    let workers: [any Worker]

    /// Opens the sockets of `count` workers of each kind, which have yet to be started.
    init(_ point: ListenPoint, workers count: Int, setup: WorkerSetup) throws(SystemError) {
        self.point = point
        var address = point.address
        var workers: [any Worker] = []
        for number in 0..<count {
            if let security = point.security {
                let streams = try SocketPair.openStream(at: address)
                address = try streams.localAddress()
                workers.append(
                    try StreamWorker(
                        served: point.listener, security: security, listener: streams, local: address,
                        reader: try Self.reader(setup, address), seed: try RandomSeed.make(),
                        number: WorkerNumber(pair: number, isStream: true), setup: setup))
            } else {
                let pair = try SocketPair.open(at: address)
                address = pair.address
                workers += try Self.workers(of: pair, number: number, point.listener, setup)
            }
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
