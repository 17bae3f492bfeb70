import Glibc
import Testing

/// The server's executable, running as a process of its own until the test ends it, or ends.
final class ServerProcess {
    /// Where standard output goes.
    enum Output {
        /// Into a file that `output` shows.
        case file
        /// To a descriptor of the test's.
        case descriptor(CInt)
    }

    /// How a process ended.
    enum End: Equatable {
        case exited(CInt)
        case killed(signal: CInt)
    }

    private(set) var end: End?
    private let id: pid_t
    private let folder = Folder()

    /// Starts `clustersetdns` with `arguments` in the folder at `path`, by default one that is empty.
    init(
        _ arguments: [String], in path: String? = nil, input: String = "", output: Output = .file
    ) throws {
        folder.write("in", input)
        // Safe, to the end: the actions and attributes live from their init to their destroy, the strings throughout.
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, folder("in"), O_RDONLY, 0)
        switch output {
        case .file:
            let flags = O_WRONLY | O_CREAT | O_APPEND
            unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, folder("out"), flags, 0o644)
        case .descriptor(let number):
            unsafe posix_spawn_file_actions_adddup2(&actions, number, STDOUT_FILENO)
        }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, folder("err"), flags, 0o644)

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

        // env(1) goes to the folder and becomes the server.
        let env = "/usr/bin/env"
        let line = [env, "--chdir=\(path ?? folder.path)", Self.executable] + arguments
        var words = unsafe line.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var id: pid_t = 0
        let result = unsafe posix_spawn(&id, env, &actions, &attributes, &words, environ)
        self.id = id
        try #require(result == 0, "cannot start \(Self.executable)")
    }

    deinit {
        guard !hasEnded else { return }
        kill(id, SIGKILL)
        _ = waitpid(id, nil, 0)
    }

    /// The executable, which is built into the folder of the tests' own.
    private static let executable: String = {
        var path = [CChar](repeating: 0, count: 4096)
        // Safe: readlink writes at most as many octets as it is told.
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        let octets = path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        let folder = octets.prefix(1 + (octets.lastIndex(of: UInt8(ascii: "/")) ?? 0))
        return String(decoding: folder, as: UTF8.self) + "clustersetdns"
    }()

    /// What it wrote to standard output up to now.
    var output: String { folder.text(of: "out") }

    /// What it wrote to standard error up to now.
    var errors: String { folder.text(of: "err") }

    var processID: pid_t { id }

    /// Whether it has ended by now.
    var hasEnded: Bool {
        guard end == nil else { return true }
        var status: CInt = 0
        // Safe: waitpid writes one number.
        guard unsafe waitpid(id, &status, WNOHANG) == id else { return false }
        let signal = status & 0x7F
        end = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
        return true
    }

    func send(_ signal: CInt) { kill(id, signal) }

    /// Returns once standard output holds `text`.
    func waits(for text: String, _ location: SourceLocation = #_sourceLocation) {
        wait(for: "'\(text)' in \(output)\(errors)", location) { output.contains(text) }
    }

    /// Returns how it ended, once it has.
    func waitsForEnd(_ location: SourceLocation = #_sourceLocation) -> End? {
        wait(for: "the end of the process, which said \(output)\(errors)", location) { hasEnded }
        return end
    }
}
