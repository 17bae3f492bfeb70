import Corefile
import DNSWire
import Dispatch
import Logging
import Posix

/// Tells one secondary of the changes of one zone: one NOTIFY at a time, again when there is no answer, and what comes meanwhile
/// with the next. (Control queue only.)
///
/// `@unchecked Sendable`: what changes is touched on the control queue alone, where its owner and all handlers run.
final class Announcement: @unchecked Sendable {
    /// How patient it is.
    struct Pace: Sendable {
        /// How long an answer is waited for.
        var patience = DispatchTimeInterval.seconds(2)
        /// The least time from one to the next; between attempts it doubles each time.
        var interval = DispatchTimeInterval.seconds(1)
        /// How often one is sent at most until it is given up.
        var attempts = 5
    }

    private let target: NotifyTarget
    private let pace: Pace
    private let queue: DispatchQueue
    private let logger: Logger
    private var exchange: NotifyExchange?
    private var pause: ReadySource?
    /// How many were sent since the last answer.
    private var attempts = 0
    /// Whether the zone has changed since the last was sent.
    private var isDue = false

    init(to target: NotifyTarget, pace: Pace, on queue: DispatchQueue, logger: Logger) {
        self.target = target
        self.pace = pace
        self.queue = queue
        self.logger = logger
    }

    /// Tells the secondary, now or once it has answered, that the zone has changed.
    func announce() {
        dispatchPrecondition(condition: .onQueue(queue))
        isDue = true
        if exchange == nil, pause == nil { send() }
    }

    private func send() {
        isDue = false
        attempts += 1
        do throws(SystemError) {
            exchange = try NotifyExchange(to: target, patience: pace.patience, on: queue) { [weak self] in
                self?.end($0)
            }
        } catch {
            end(.failed("\(error)"))
        }
    }

    private func end(_ outcome: NotifyExchange.Outcome) {
        exchange = nil
        let reason: String
        switch outcome {
        case .answered(.noerror):
            logger.debug("Sent notify for zone \(zoneText) to \(target.address)")
            return rest(1)
        case .answered(let rcode): reason = "rcode was \("\(rcode)".goQuoted)"
        case .failed(let text): reason = text.goQuoted
        }
        guard attempts >= pace.attempts else {
            isDue = true
            return wait(1 << (attempts - 1))
        }
        logger.warning(
            "notify for zone \(zoneText) was not accepted by \(target.address.description.goQuoted): \(reason)"
        )
        rest(1)
    }

    /// What CoreDNS puts between quotes.
    private var zoneText: String { target.zone.folded.description.goQuoted }

    /// Waits before the next one, which is a first attempt again.
    private func rest(_ intervals: Int) {
        attempts = 0
        wait(intervals)
    }

    private func wait(_ intervals: Int) {
        pause = .timer(after: pace.interval * intervals, on: queue) { [weak self] in
            guard let self else { return }
            pause = nil
            if isDue { send() }
        }
    }
}

extension DispatchTimeInterval {
    /// The interval so many times; those without end stay.
    fileprivate static func * (interval: DispatchTimeInterval, count: Int) -> DispatchTimeInterval {
        switch interval {
        case .seconds(let number): .seconds(number * count)
        case .milliseconds(let number): .milliseconds(number * count)
        case .microseconds(let number): .microseconds(number * count)
        case .nanoseconds(let number): .nanoseconds(number * count)
        default: interval
        }
    }
}
