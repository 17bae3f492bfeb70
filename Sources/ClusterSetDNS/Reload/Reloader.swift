import Corefile
import Dispatch
import Logging
import Metrics
import Posix

/// Has the server serve what the Corefile says now: when asked to, and with `reload` whenever it says something else. What is
/// wrong changes nothing.
///
/// `@unchecked Sendable`: everything happens on the control queue: `follow` and `stop` check it, and the watch and the signal
/// that lead to the others call there.
final class Reloader: @unchecked Sendable {
    private let source: CorefileSource
    private let server: Server
    private let queue: DispatchQueue
    private let reloaded: @Sendable () -> Void
    private let logger = Logger(label: "plugin/reload")
    /// What the Corefile said when it was last looked at, whether or not that is served.
    private var text: String?
    /// Why it could not be made out when it was last looked at.
    private var failure: CorefileError?
    private var watch: FolderWatch?

    /// Calls `reloaded` whenever the server serves another Corefile.
    init(
        _ source: CorefileSource, server: Server, on queue: DispatchQueue,
        reloaded: @escaping @Sendable () -> Void
    ) {
        self.source = source
        self.server = server
        self.queue = queue
        self.reloaded = reloaded
    }

    /// Says what there is to say of `plan`, that of `reading`, and which Corefile is running, and follows its changes, if its `reload` wants that.
    func follow(_ reading: CorefileReading, _ plan: ServerPlan) {
        dispatchPrecondition(condition: .onQueue(queue))
        text = reading.canonicalText
        failure = nil
        watch = nil
        for notice in plan.notices {
            Logger(label: "plugin/\(notice.directive)").log(level: notice.level, "\(notice.text)")
        }
        guard let reload = plan.reload, let digest = reading.digest else {
            return server.metrics.show(configuration: nil)
        }
        server.metrics.show(configuration: digest)
        logger.info("Running configuration SHA512 = \(digest)")
        watch = FolderWatch(reading.folders, every: reload.nextInterval(), on: queue) { [weak self] in
            self?.look()
        }
    }

    /// Looks at changes no longer.
    func stop() {
        dispatchPrecondition(condition: .onQueue(queue))
        watch = nil
    }

    /// Serves the Corefile as it is now, whether or not it has changed.
    func reload() {
        LineQueue.standard.append(.info, "SIGUSR1: Reloading")
        let reading = source.read()
        text = reading.canonicalText
        let (plan, errors) = source.plan(of: reading)
        for warning in plan.warnings { StandardOutput.error.write("[WARNING] \(warning)") }
        for error in errors { StandardOutput.error.write(error.explanation) }
        guard errors.isEmpty else {
            LineQueue.standard.append(.error, "Corefile parse failed: the old configuration goes on")
            return fail(reading)
        }
        do {
            try serve(reading, plan)
        } catch {
            LineQueue.standard.append(.error, "Corefile changed but reload failed: \(error)")
            fail(reading)
        }
    }

    /// Serves the Corefile if it says something else than at the last look. What is wrong is said once.
    private func look() {
        let reading = source.read()
        if case .failure(let error) = reading.document {
            guard error != failure else { return }
            failure = error
            logger.warning("Corefile parse failed: \(error.explanation)")
            return fail(reading)
        }
        failure = nil
        guard reading.canonicalText != text else { return }
        text = reading.canonicalText
        LineQueue.standard.append(.info, "Reloading")
        let (plan, errors) = source.plan(of: reading)
        for warning in plan.warnings { LineQueue.standard.append(.warning, warning) }
        for error in errors { logger.error("Corefile changed but reload failed: \(error.explanation)") }
        guard errors.isEmpty else { return fail(reading) }
        do {
            try serve(reading, plan)
        } catch {
            logger.error("Corefile changed but reload failed: \(error)")
            fail(reading)
        }
    }

    private func serve(_ reading: CorefileReading, _ plan: ServerPlan) throws {
        try server.serve(plan)
        reloaded()
        follow(reading, plan)
        LineQueue.standard.append(.info, "Reloading complete")
    }

    /// Goes on as before, and watches what may mend it.
    private func fail(_ reading: CorefileReading) {
        server.metrics.reloadFailures.add()
        watch?.add(reading.folders)
    }
}
