import ArgumentParser
import Corefile
import Dispatch
import Logging
import Metrics
import Posix
import Synchronization

/// The life of the serving process: start, signals, end.
final class Service: Sendable {
    private let source: CorefileSource
    private let isQuiet: Bool
    private let pidfile: String?
    private let logger: Logger
    private let control = DispatchQueue(label: "clustersetdns.control")
    /// Signals have a queue of their own, so that one can end the process while the control queue is busy.
    private let signals = DispatchQueue(label: "clustersetdns.signals")
    private let ended = DispatchSemaphore(value: 0)
    /// Signalled when something happens that the start may wait for.
    private let moved = DispatchSemaphore(value: 0)
    private let isEnding = Atomic(false)

    init(source: CorefileSource, isQuiet: Bool, pidfile: String?, logForm: LogForm) {
        LineQueue.standard.use(logForm)
        let level = isQuiet ? Logger.Level.notice : .info
        LoggingSystem.bootstrap { TextLogHandler(component: $0, output: .standard, level: level) }
        logger = Logger(label: "server")
        self.source = source
        self.isQuiet = isQuiet
        self.pidfile = pidfile
    }

    /// Serves until a signal ends it.
    func run() throws {
        // Nobody reads our output any more, or a terminal is closed: no reason to stop answering.
        ReadySource.ignore(Signal.brokenPipe)
        ReadySource.ignore(Signal.hangUp)
        let reading = source.read()
        guard let plan = plan(of: reading) else { throw ExitCode.failure }
        let server: Server
        let reloader: Reloader
        let sources: [ReadySource]
        do {
            server = try Server(queue: control)
            reloader = Reloader(source, server: server, on: control) { self.moved.signal() }
            sources = try follow(reloader)
            try control.sync { try server.load(plan) { self.moved.signal() } }
            waitForFeeds(of: server)
            if !isEnding.load(ordering: .relaxed), try serve(plan, by: server) {
                control.sync { reloader.follow(reading, plan) }
            }
            if !isQuiet, !isEnding.load(ordering: .relaxed) {
                for line in Version.banner.split(separator: "\n") { LineQueue.standard.append(String(line)) }
            }
        } catch {
            LineQueue.standard.flush()
            StandardOutput.error.write("\(error)")
            throw ExitCode.failure
        }
        ended.wait()
        linger(control.sync { server.prepareToStop() })
        withExtendedLifetime(sources) {}
        control.sync {
            reloader.stop()
            server.stop()
        }
        if let pidfile { PIDFile.remove(pidfile) }
        LineQueue.standard.flush()
    }

    /// Returns when all feeds have delivered what they know, or have had their time (`startup_timeout`): the first answers are
    /// to be right. What CoreDNS says meanwhile is said here too.
    private func waitForFeeds(of server: Server) {
        let begun = MonotonicClock.now()
        while !isEnding.load(ordering: .relaxed) {
            let patience = control.sync { server.patience }
            guard let patience else { return }
            let left = patience - Double(MonotonicClock.now() - begun) / 1e9
            guard left > 0 else {
                return Logger(label: "plugin/multicluster").warning(
                    "starting server with unsynced Kubernetes API")
            }
            if moved.wait(timeout: .now() + min(left, 0.5)) == .timedOut, left > 0.5 {
                Logger(label: "plugin/multicluster").info(
                    "waiting for Kubernetes API before starting server")
            }
        }
    }

    /// Serves `plan` and says where it listens. False when a reload has come before it.
    private func serve(_ plan: ServerPlan, by server: Server) throws -> Bool {
        let isFirst = try control.sync {
            guard server.served == nil else { return false }
            try server.serve(plan)
            return true
        }
        if let pidfile { try PIDFile.write(to: pidfile) }
        let served = control.sync { server.served } ?? plan
        if !isQuiet {
            for line in served.bindings.map(\.line).sorted() { LineQueue.standard.append(line) }
        }
        return isFirst
    }

    /// The plan of a Corefile; nil after writing what is wrong with it.
    private func plan(of reading: CorefileReading) -> ServerPlan? {
        let (plan, errors) = source.plan(of: reading)
        for warning in plan.warnings { StandardOutput.error.write("[WARNING] \(warning)") }
        for error in errors { StandardOutput.error.write(error.explanation) }
        return errors.isEmpty ? plan : nil
    }

    /// Goes on serving for `time`, so that clients learn of the end before it comes, or until a second signal.
    private func linger(_ time: GoDuration) {
        guard time.nanoseconds > 0 else { return }
        Logger(label: "plugin/health").info("Going into lameduck mode for \(time)")
        let day: Int64 = 86_400_000_000_000
        _ = ended.wait(timeout: .now() + .nanoseconds(Int(min(time.nanoseconds, day))))
    }

    /// From here on signals do what an operator expects of them; what they need to be done waits for the control queue.
    private func follow(_ reloader: Reloader) throws(SystemError) -> [ReadySource] {
        [
            try ReadySource.signal(Signal.terminate, on: signals) {
                self.end("SIGTERM: Shutting down servers then terminating")
            },
            try ReadySource.signal(Signal.interrupt, on: signals) { self.end("SIGINT: Shutting down") },
            try ReadySource.signal(Signal.quit, on: signals) {
                LineQueue.standard.append(.info, "SIGQUIT: Quitting process immediately")
                if let pidfile = self.pidfile { PIDFile.remove(pidfile) }
                LineQueue.standard.flush()
                CurrentProcess.exit(0)
            },
            try ReadySource.signal(Signal.user1, on: control) { reloader.reload() },
        ]
    }

    private func end(_ line: String) {
        LineQueue.standard.append(.info, line)
        isEnding.store(true, ordering: .relaxed)
        ended.signal()
        moved.signal()
    }
}
