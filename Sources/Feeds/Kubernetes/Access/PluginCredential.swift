import Dispatch
import Posix

/// What a credential plugin says, kept until shortly before it expires. Belongs to the control queue.
// Unchecked: whoever calls it is on the control queue, and so is what the child process calls.
final class PluginCredential: @unchecked Sendable {
    private let plugin: ExecPlugin
    private let origin: String
    private let queue: DispatchQueue
    private let deadline: DispatchTimeInterval
    /// The last credential, and the monotonic time when it is to be replaced, if ever.
    private var kept: (authorization: Authorization, until: UInt64?)?
    private var child: ChildProcess?
    private var waiting: [Credentials.Answer] = []

    init(_ plugin: ExecPlugin, origin: String, queue: DispatchQueue, deadline: DispatchTimeInterval) {
        self.plugin = plugin
        self.origin = origin
        self.queue = queue
        self.deadline = deadline
    }

    deinit {
        // Whoever dropped this may do so anywhere; the child belongs to the queue.
        if let child { queue.async { child.cancel() } }
    }

    /// See `Credentials.current`; `now` is monotonic. However many ask, the plugin runs once.
    func current(at now: UInt64, _ answer: @escaping Credentials.Answer) {
        if let kept, kept.until.map({ now < $0 }) ?? true {
            return answer(.success(kept.authorization))
        }
        waiting.append(answer)
        if child == nil { run() }
    }

    func refused(_ authorization: Authorization) {
        if kept?.authorization == authorization { kept = nil }
    }

    private func run() {
        var command = ChildProcess.Command(program: plugin.command)
        command.arguments = plugin.arguments
        command.environment = plugin.environment
        command.deadline = deadline
        do throws(SystemError) {
            child = try ChildProcess.start(command, on: queue) { [weak self] in self?.end($0) }
        } catch {
            answer(.failure(self.error("cannot be run: \(error); \(advice)")))
        }
    }

    private func end(_ outcome: ChildProcess.Outcome) {
        child = nil
        answer(Result { () throws(AccessError) in try take(outcome) })
    }

    private func answer(_ result: Result<Authorization, AccessError>) {
        // An answer may ask again.
        let answers = waiting
        waiting = []
        for answer in answers { answer(result) }
    }

    /// Keeps what the plugin has written.
    private func take(_ outcome: ChildProcess.Outcome) throws(AccessError) -> Authorization {
        switch outcome.end {
        case .exited(status: 0): break
        case .exited(let status): throw error("ended with status \(status)", outcome)
        case .killed(let signal): throw error("was ended by signal \(signal)", outcome)
        case .tooSlow: throw error("took too long and was killed", outcome)
        case .tooMuchOutput: throw error("wrote too much and was killed", outcome)
        }
        do throws(YAMLError) {
            let credential = try ExecCredential(outcome.output, version: plugin.version)
            let lifetime = credential.expiration.map {
                CredentialLifetime(until: $0, now: WallClock.unixSeconds)
            }
            kept = (credential.authorization, lifetime.map { MonotonicClock.now() + $0.nanoseconds })
            return credential.authorization
        } catch {
            throw self.error(
                "wrote no credential: \(error.place.line):\(error.place.column): \(error.message)")
        }
    }

    /// With the plugin's own last words, if there are any.
    private func error(_ message: String, _ outcome: ChildProcess.Outcome) -> AccessError {
        guard let words = outcome.errors.split(whereSeparator: \.isNewline).last else {
            return error(message)
        }
        return error("\(message): \(String(words).printable)")
    }

    private func error(_ message: String) -> AccessError {
        AccessError(origin: origin, message: "\(plugin) \(message)")
    }

    private var advice: String {
        guard let hint = plugin.installHint else { return "install it, or give its path in `exec.command`" }
        return hint.split(whereSeparator: \.isNewline).joined(separator: " ").printable
    }
}
