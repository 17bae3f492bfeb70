import Answering
import Posix
import RecordStore
import Synchronization

/// Answers the connections of one listening socket, whichever are ready, in one loop.
final class StreamWorker: Worker {
    static let listenerToken = UInt64.max
    static let wakeUpToken = UInt64.max - 1

    /// What the kernel may hold of a connection in each direction: the longest message, and more behind it.
    private static let kernelBuffer = 128 * 1024

    let tally = Tally()
    let listener: Socket
    /// The address that is asked; a wildcard if each connection has its own.
    let local: SocketAddress
    let wakeUp: WakeUp
    let epoll: Epoll
    let served: Published<Listener>
    /// What its connections are secured with; nil without TLS.
    let security: TLSIdentity?
    /// How long its clients may take.
    private let timeouts: StreamTimeouts
    let setup: WorkerSetup
    private let seed: UInt64
    private let number: WorkerNumber
    /// Taken by the queue that runs this worker, for good.
    private let reader: Mutex<Reader?>

    init(
        _ point: ListenPoint, listener: consuming Socket, local: SocketAddress,
        reader: consuming sending Reader,
        seed: UInt64, number: WorkerNumber, setup: WorkerSetup
    ) throws(SystemError) {
        served = point.listener
        security = point.security
        timeouts = point.timeouts
        self.listener = listener
        self.local = local
        self.reader = Mutex(reader)
        self.seed = seed
        self.number = number
        self.setup = setup
        // Every connection inherits them: what a client does not read, and what is not read of a client, is held by
        // the kernel, which must neither run out of memory nor wait longer than we do, not even for a closed one.
        self.listener.setBuffers(octets: Self.kernelBuffer)
        try self.listener.setUserTimeout(milliseconds: Self.milliseconds(timeouts, setup))
        wakeUp = try WakeUp()
        epoll = try Epoll()
        try epoll.add(self.listener.descriptor, token: Self.listenerToken)
        try epoll.add(wakeUp.descriptor, token: Self.wakeUpToken)
    }

    func stop() { wakeUp.signal() }

    /// What its clients may do at present.
    var limits: StreamLimits { timeouts.applied(to: setup.limits) }

    /// How many nanoseconds a connection may be in `phase`.
    func limit(of phase: StreamConnection.Phase) -> StreamLimits.Nanoseconds {
        let limits = limits
        return switch phase {
        case .handshake: limits.handshake
        case .idle: setup.quota.isCrowded ? limits.idle / 5 : limits.idle
        case .reading: limits.read
        case .writing: limits.write
        case .closing: limits.linger
        }
    }

    /// Has the kernel, too, wait for clients as long as the timeouts now say.
    func adoptTimeouts() {
        // What the socket took at its beginning it takes again.
        try? listener.setUserTimeout(milliseconds: Self.milliseconds(timeouts, setup))
    }

    private static func milliseconds(_ timeouts: StreamTimeouts, _ setup: WorkerSetup) -> UInt32 {
        UInt32(clamping: timeouts.applied(to: setup.limits).write / 1_000_000)
    }

    func run() {
        guard let reader = reader.withLock({ $0.take() }) else { return }
        let engine = Engine(hash: setup.hash, seed: seed, tally: tally, worker: number)
        var loop = StreamLoop(of: self, engine: engine, reader: reader)
        loop.run()
    }
}
