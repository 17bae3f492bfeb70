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
            if point.security != nil {
                let streams = try SocketPair.openStream(at: address)
                address = try streams.localAddress()
                workers.append(
                    try StreamWorker(
                        point, listener: streams, local: address,
                        reader: try Self.reader(setup, address), seed: try RandomSeed.make(),
                        number: WorkerNumber(pair: number, isStream: true), setup: setup))
            } else {
                let pair = try SocketPair.open(at: address)
                address = pair.address
                workers += try Self.workers(of: pair, number: number, point, setup)
            }
        }
        self.address = address
        self.workers = workers
    }

    private static func workers(
        of pair: consuming SocketPair, number: Int, _ point: ListenPoint, _ setup: WorkerSetup
    ) throws(SystemError) -> [any Worker] {
        let address = pair.address
        let datagrams = DatagramWorker(
            served: point.listener, socket: pair.datagrams, local: address,
            reader: try reader(setup, address),
            seed: try RandomSeed.make(), number: WorkerNumber(pair: number, isStream: false), setup: setup)
        let streams = try StreamWorker(
            point, listener: pair.streams, local: address, reader: try reader(setup, address),
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

    /// Has the kernel wait for clients as long as the point's timeouts now say.
    func adoptTimeouts() {
        for worker in workers { (worker as? StreamWorker)?.adoptTimeouts() }
    }

    func stop() {
        for worker in workers { worker.stop() }
    }
}
