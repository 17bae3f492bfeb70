import Dispatch
import Posix

/// Finds out when an API server that is starting has started, while it has us wait (`Retry-After`) longer than that takes:
/// asks `/readyz`, which is meant to be asked often, until it turns from unready to ready.
// Unchecked: everything runs on the control queue.
final class ReadinessProbe: @unchecked Sendable {
    private static let interval = DispatchTimeInterval.milliseconds(250)
    /// After how many answers it is given up: a server that takes longer is not starting.
    private static let mostAttempts = 240

    private let server: APIServer
    private let queue: DispatchQueue
    private let ready: () -> Void
    private var call: APICall?
    private var timer: ReadySource?
    private var attempts = 0
    /// Whether the server has said that it is not ready.
    private var wasUnready = false

    /// Calls `ready` once, if ever.
    init(of server: APIServer, on queue: DispatchQueue, ready: @escaping () -> Void) {
        self.server = server
        self.queue = queue
        self.ready = ready
        ask()
    }

    deinit {
        call?.cancel()
        timer?.cancel()
    }

    private func ask() {
        attempts += 1
        let now = MonotonicClock.now()
        guard server.earliest(now: now) <= now else { return wait() }
        let response = WholeResponse { [weak self] in self?.take($0) }
        call = server.get("/readyz", response, patience: .seconds(5)) { [weak self] _ in self?.wait() }
    }

    private func wait() {
        guard attempts < Self.mostAttempts else { return }
        timer = .timer(after: Self.interval, on: queue) { [weak self] in self?.ask() }
    }

    private func take(_ outcome: WholeResponse.Outcome) {
        switch outcome {
        case .success:
            // One that is ready and has us wait all the same means it.
            if wasUnready { ready() }
        case .status(let head, _) where head.status < 500:
            return
        case .status, .failure, .oversized:
            wasUnready = true
            wait()
        }
    }
}
