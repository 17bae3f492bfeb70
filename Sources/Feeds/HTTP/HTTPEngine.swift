import Dispatch
import Posix

/// Exchanges under way, driven by Dispatch: whenever a socket is ready or a time has come, libcurl takes its turn.
///
/// libcurl is only entered from here, in blocks of the queue of their own: never from within its callbacks,
/// so that a receiver may do what it likes. While exchanges run they keep their engine, and then they let it go.
// Unchecked: everything runs on the queue, but for `init` and `deinit`, which nothing else runs beside.
final class HTTPEngine: @unchecked Sendable {
    /// A deadline has passed while a connection was there: the connection may be dead.
    private(set) var hasStalled = false

    private let sockets: CurlSockets
    private let multi: CurlMulti
    private var transfers: [CurlEasy.ID: HTTPTransfer] = [:]
    private var readiness: ReadyThread?
    private var alarm: Alarm?

    init(on queue: DispatchQueue) throws(HTTPFailure) {
        do throws(SystemError) {
            sockets = try CurlSockets()
            multi = try CurlMulti(following: sockets)
            readiness = try ReadyThread(reading: sockets.epoll.descriptor, keeping: sockets, on: queue) {
                [weak self] in self?.turn()
            }
        } catch {
            throw HTTPFailure(kind: .other, place: "any server", detail: "\(error)", isConnect: true)
        }
        alarm = Alarm(on: queue) { [weak self] in
            self?.alarm?.reset()
            self?.turn()
        }
    }

    /// Whether what comes is read in larger pieces, and later.
    var gathers: Bool {
        get { readiness?.gathers ?? false }
        set { readiness?.gathers = newValue }
    }

    /// Begins an exchange.
    func add(_ transfer: HTTPTransfer) {
        guard !transfer.hasBeenCancelled else { return }
        do throws(HTTPFailure) {
            let easy = try transfer.makeEasy()
            let id = easy.id
            try multi.add(easy, of: transfer)
            transfer.easy = consume easy
            transfer.engine = self
            transfers[id] = transfer
        } catch {
            return transfer.end(error)
        }
        turn()
    }

    /// Ends an exchange without a word to its receiver.
    func remove(_ transfer: HTTPTransfer) {
        release(transfer)
        setAlarm()
    }

    /// Has libcurl do all that can be done at the moment.
    private func turn() {
        for event in sockets.ready() { multi.act(on: event) }
        multi.actOnTime()
        while let (id, code) = multi.nextDone() {
            guard let transfer = transfers[id] else { continue }
            let failure = transfer.failure(code)
            release(transfer)
            transfer.end(failure)
        }
        endLateTransfers()
        setAlarm()
    }

    private func endLateTransfers() {
        let now = MonotonicClock.now()
        for transfer in transfers.values {
            guard let (deadline, time) = transfer.deadlines.first, time <= now else { continue }
            if deadline != .connect { hasStalled = true }
            let failure = transfer.failure(passed: deadline)
            release(transfer)
            transfer.end(failure)
        }
    }

    private func release(_ transfer: HTTPTransfer) {
        guard let easy = transfer.easy.take() else { return }
        transfers[easy.id] = nil
        multi.remove(easy)
        transfer.engine = nil
    }

    private func setAlarm() {
        let now = MonotonicClock.now()
        var time = multi.timeout().map { now + $0 }
        for transfer in transfers.values {
            guard let deadline = transfer.deadlines.first?.time else { continue }
            time = min(time ?? deadline, deadline)
        }
        if let time { alarm?.set(time, now: now) }
    }
}
