import Glibc
import Testing

/// A process that a test starts, killed with its last reference.
final class SpawnedProcess: Sendable {
    let id: pid_t

    /// Starts the program that `arguments` begin with, found on the PATH, its output and errors going into files.
    init(_ arguments: [String], output: String, errors: String) throws {
        // Safe, to the end: the actions and attributes live from their init to their destroy, the strings throughout.
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, flags, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, flags, 0o644)

        // A thread of the tests may hold signals back; what it starts must not.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var id: pid_t = 0
        let result = unsafe posix_spawnp(&id, arguments[0], &actions, &attributes, &words, environ)
        try #require(result == 0, "cannot start \(arguments[0])")
        self.id = id
    }

    deinit {
        // After `status` there is no child to wait for.
        if waitpid(id, nil, WNOHANG) == 0 {
            kill(id, SIGKILL)
            _ = waitpid(id, nil, 0)
        }
    }

    /// Waits for its end: its exit status, or nil when a signal killed it.
    func status() -> CInt? {
        var status: CInt = 0
        // Safe: waitpid writes one number.
        guard unsafe waitpid(id, &status, 0) == id else { return nil }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}
