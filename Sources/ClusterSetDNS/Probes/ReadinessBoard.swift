import Logging
import Posix
import Transport

/// What `/ready` answers: whether every part of the server is ready. Any thread may ask.
final class ReadinessBoard: Sendable {
    private struct State: Sendable {
        var reporters: [any ReadinessReporter] = []
        /// Those that were ready once, by their place among the reporters.
        var wasReady: Set<Int> = []
        var isContinuous = false
        var isListening = true
        var isStopping = false
        /// When a line was written last, in nanoseconds.
        var logTime: UInt64?
    }

    private let state = Guarded(State())
    private let logger: Logger

    init(logger: Logger = Logger(label: "plugin/ready")) { self.logger = logger }

    /// Asks `reporters` from now on: each until it is ready, or every time if `isContinuous`. Nothing is ready before the
    /// server listens.
    func replace(with reporters: [any ReadinessReporter], isContinuous: Bool, isListening: Bool = true) {
        state.withLock { state in
            state.reporters = reporters
            state.isContinuous = isContinuous
            state.isListening = isListening
            state.wasReady = []
        }
    }

    /// Nothing is ready from now on.
    func stop() { state.withLock { $0.isStopping = true } }

    /// The response at this moment: the names of those that are not ready, as CoreDNS gives them, and why on a line each.
    func response() -> HTTPResponse {
        let (isStopping, isListening, obstacles) = state.withLock {
            ($0.isStopping, $0.isListening, Self.obstacles(&$0))
        }
        guard !isStopping else { return HTTPResponse(status: 503, body: "Shutting down") }
        guard !obstacles.isEmpty else {
            return isListening ? .ok : HTTPResponse(status: 503, body: "Not listening yet")
        }
        let names = obstacles.map(\.name).joined(separator: ",")
        log(names)
        let reasons = obstacles.map { "\($0.name): \($0.reason)" }
        return HTTPResponse(status: 503, body: ([names] + reasons).joined(separator: "\n"))
    }

    private static func obstacles(_ state: inout State) -> [(name: String, reason: String)] {
        var obstacles: [(name: String, reason: String)] = []
        for (index, reporter) in state.reporters.enumerated() where !state.wasReady.contains(index) {
            if let reason = reporter.obstacle {
                obstacles.append((reporter.name, reason))
            } else if !state.isContinuous {
                state.wasReady.insert(index)
            }
        }
        return obstacles.sorted { ($0.name, $0.reason) < ($1.name, $1.reason) }
    }

    /// Writes CoreDNS's line, once a second at most, however many ask.
    private func log(_ names: String) {
        let now = MonotonicClock.now()
        let isDue = state.withLock { state in
            if let last = state.logTime, now < last + 1_000_000_000 { return false }
            state.logTime = now
            return true
        }
        if isDue { logger.info("Plugins not ready: \"\(names)\"") }
    }
}
