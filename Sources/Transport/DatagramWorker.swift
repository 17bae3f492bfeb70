import Answering
import Logging
import Posix
import RecordStore
import Synchronization

/// Answers the datagrams of one socket: as many as wait are read by one call and answered by another.
final class DatagramWorker: Worker {
    let tally = Tally()
    private let served: Published<Listener>
    private let socket: Socket
    /// The address that is asked; zero if each datagram has to tell.
    private let local: SocketAddress
    /// Taken by the queue that runs this worker, for good.
    private let reader: Mutex<Reader?>
    private let seed: UInt64
    private let number: WorkerNumber
    private let setup: WorkerSetup
    private let isStopping = Atomic(false)

    init(
        served: Published<Listener>, socket: consuming Socket, local: SocketAddress,
        reader: consuming sending Reader,
        seed: UInt64, number: WorkerNumber,
        setup: WorkerSetup
    ) {
        self.served = served
        self.socket = socket
        self.local = local
        self.reader = Mutex(reader)
        self.seed = seed
        self.number = number
        self.setup = setup
    }

    func stop() {
        // A socket that is connected, to itself, gets nothing from others: their datagrams go to those that share its
        // address, as a successor does, instead of being lost when it closes. What is queued is still answered.
        if let own = try? socket.localAddress() { try? socket.connect(to: own) }
        isStopping.store(true, ordering: .releasing)
        socket.shutDownReading()
    }

    func run() {
        guard let reader = reader.withLock({ $0.take() }) else { return }
        var batch = DatagramBatch(
            engine: Engine(hash: setup.hash, seed: seed, tally: tally, worker: number), local: local)
        var lastBatches = 64
        while lastBatches > 0 {
            do throws(SystemError) {
                try batch.receive(from: socket)
            } catch {
                survive(error)
            }
            if isStopping.load(ordering: .acquiring) {
                guard batch.count > 0 else { return }
                // Whoever keeps sending does not keep the server from stopping.
                lastBatches -= 1
            }
            guard batch.count > 0 else { continue }
            batch.answer(from: served, reader)
            let refused = batch.send(on: socket)
            for _ in 0..<refused { tally.add(.sendFailures) }
        }
    }

    /// Waits a little after an error that may come again at once.
    private func survive(_ error: SystemError) {
        guard !error.isPassing else { return }
        if setup.shortage.may(MonotonicClock.now()) {
            setup.logger.warning("cannot receive", metadata: ["error": "\(error)"])
        }
        MonotonicClock.sleep(milliseconds: 10)
    }
}
