package import Glibc
import Synchronization
import Testing

/// A process that a test starts, killed with its last reference.
package final class SpawnedProcess: Sendable {
    /// Where standard output goes.
    package enum Output {
        /// To the end of the file at a path.
        case file(String)
        /// To a descriptor of the test's.
        case descriptor(CInt)
    }

    /// How a process ended.
    package enum End: Equatable, Sendable {
        case exited(CInt)
        case killed(signal: CInt)
    }

    package let id: pid_t
    private let known = Mutex<End?>(nil)

    /// Starts the program that `arguments` begin with, found on the PATH; `input` and `errors` are paths of files.
    package init(_ arguments: [String], input: String = "/dev/null", output: Output, errors: String) throws {
        // Safe, to the end: the actions and attributes live from their init to their destroy, the strings throughout.
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        switch output {
        case .file(let path):
            unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, flags, 0o644)
        case .descriptor(let number):
            unsafe posix_spawn_file_actions_adddup2(&actions, number, STDOUT_FILENO)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o644)

        // A thread of the tests may hold signals back; what it starts must not.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var id: pid_t = 0
        let result = unsafe posix_spawnp(&id, arguments[0], &actions, &attributes, &words, environ)
        self.id = id
        try #require(result == 0, "cannot start \(arguments[0])")
    }

    deinit {
        guard id > 0, end == nil else { return }
        send(SIGKILL)
        _ = waitForEnd()
    }

    /// How it has ended by now; nil: it runs.
    package var end: End? { end(orWait: WNOHANG) }

    /// Waits for its end, however long it takes.
    package func waitForEnd() -> End? { end(orWait: 0) }

    package func send(_ signal: CInt) { kill(id, signal) }

    private func end(orWait options: CInt) -> End? {
        known.withLock { known in
            guard known == nil else { return known }
            var status: CInt = 0
            // Safe: waitpid writes one number.
            guard unsafe waitpid(id, &status, options) == id else { return nil }
            let signal = status & 0x7F
            known = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
            return known
        }
    }
}
