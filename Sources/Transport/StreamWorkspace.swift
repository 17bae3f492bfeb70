import Answering
import Posix
import RecordStore

/// What a worker lends the connection whose turn it is: room for octets, what answers them, and the time.
struct StreamWorkspace: ~Copyable {
    let served: Published<Listener>
    let reader: Reader
    let tally: Tally
    /// How long a series may take.
    let transferLimit: StreamLimits.Nanoseconds
    var answerer: FrameAnswerer
    /// What a read gave.
    var input = OctetBuffer(capacity: 64 * 1024)
    /// What it came through: with the beginning of a record that came before, no more than `input` has room for.
    var records: OctetBuffer
    /// The time, in nanoseconds, when the worker last woke up.
    var now = MonotonicClock.now()
    /// Whether no connection goes on beyond what it is owed.
    var isStopping = false

    init(of worker: StreamWorker, engine: consuming Engine, reader: consuming Reader) {
        answerer = FrameAnswerer(engine: engine)
        served = worker.served
        tally = worker.tally
        transferLimit = worker.limits.transfer
        self.reader = reader
        let isSecured = worker.security != nil
        records = OctetBuffer(capacity: isSecured ? input.capacity - TLSSession.longestRecord : 0)
    }
}
