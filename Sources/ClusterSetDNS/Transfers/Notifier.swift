import DNSWire
import Dispatch
import Logging

/// Tells secondaries when zones change (RFC 1996). (Control queue only.)
///
/// `@unchecked Sendable`: what changes is touched on the control queue alone, which every method checks.
final class Notifier: @unchecked Sendable {
    private let queue: DispatchQueue
    private let pace: Announcement.Pace
    private let logger: Logger
    private var announcements: [NotifyTarget: Announcement] = [:]

    init(
        on queue: DispatchQueue, pace: Announcement.Pace = Announcement.Pace(),
        logger: Logger = Logger(label: "plugin/transfer")
    ) {
        self.queue = queue
        self.pace = pace
        self.logger = logger
    }

    /// Tells `targets` from now on, and nobody else: those that are new at once, if their zone is among `ready`.
    func replace(with targets: Set<NotifyTarget>, ready: Set<Name>) {
        dispatchPrecondition(condition: .onQueue(queue))
        announcements = announcements.filter { targets.contains($0.key) }
        for target in targets where announcements[target] == nil {
            let announcement = Announcement(to: target, pace: pace, on: queue, logger: logger)
            announcements[target] = announcement
            if ready.contains(target.zone) { announcement.announce() }
        }
    }

    /// Tells the secondaries of `zone` that it has changed.
    func announce(_ zone: Name) {
        dispatchPrecondition(condition: .onQueue(queue))
        for (target, announcement) in announcements where target.zone == zone { announcement.announce() }
    }
}
