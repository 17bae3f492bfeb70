import Dispatch
import Logging
import Metrics
import Posix
import Transport

/// Asks the server's own `/health` once a second, so that a process that is too busy shows in its metrics.
final class HealthCheck {
    let address: SocketAddress
    private let timer: ReadySource

    /// Asks at `address`; the wildcard stands for this machine.
    init(at address: SocketAddress, metrics: HealthMetrics) {
        self.address = address
        let logger = Logger(label: "plugin/health")
        let target = address.reachable
        // It waits for the response, so it has a queue of its own.
        let queue = DispatchQueue(label: "clustersetdns.health")
        timer = .timer(after: .seconds(1), repeats: true, on: queue) {
            Self.ask(target, metrics, logger)
        }
    }

    private static func ask(_ address: SocketAddress, _ metrics: HealthMetrics, _ logger: Logger) {
        let start = MonotonicClock.now()
        var failure: HTTPProbe.Failure?
        do throws(HTTPProbe.Failure) {
            try HTTPProbe.get("/health", at: address, milliseconds: 3000)
        } catch {
            failure = error
        }
        let seconds = Double(MonotonicClock.now() &- start) / 1e9
        metrics.duration.observe(seconds)
        let url = "http://\(address)/health"
        if let failure {
            metrics.failures.add()
            logger.warning("Local health request to \"\(url)\" failed: \(failure)")
        } else if seconds > 1 {
            logger.warning("Local health request to \"\(url)\" took more than 1s: \(seconds)s")
        }
    }
}
