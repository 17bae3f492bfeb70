import Dispatch
import Glibc
import Posix
import Testing

@Suite("A child process", .timeLimit(.minutes(10)))
struct ChildProcessTests {
    private let queue: DispatchQueue

    init() { queue = DispatchQueue(label: "test") }

    private init(queue: DispatchQueue) { self.queue = queue }

    /// Runs `script` in a shell to its end.
    private func run(
        _ script: String, _ change: @Sendable @escaping (inout ChildProcess.Command) -> Void = { _ in }
    ) async throws -> ChildProcess.Outcome {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [queue] in
                var command = ChildProcess.Command(program: "sh")
                command.arguments = ["-c", script]
                change(&command)
                do {
                    _ = try ChildProcess.start(command, on: queue) { continuation.resume(returning: $0) }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    @Test(
        "It is told how it ended and what it wrote",
        arguments: [
            ("printf hello", .exited(status: 0), "hello", ""),
            ("echo out; echo err >&2; exit 3", .exited(status: 3), "out\n", "err\n"),
            ("printf cut; kill -TERM $$", .killed(signal: SIGTERM), "cut", ""),
            ("cat; printf 'nothing to read'", .exited(status: 0), "nothing to read", ""),
            ("exec >&- 2>&-; exit 5", .exited(status: 5), "", ""),
        ] as [(String, ChildProcess.Outcome.End, String, String)])
    func outcome(
        script: String, end: ChildProcess.Outcome.End, output: String, errors: String
    ) async throws {
        let outcome = try await run(script)
        #expect(outcome.end == end)
        #expect(outcome.text == output)
        #expect(outcome.errors == errors)
    }

    @Test("Many may run at a time, on several queues")
    func many() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for queue in (0..<8).map({ DispatchQueue(label: "test.\($0)") }) {
                group.addTask {
                    for number in 0..<300 {
                        let text = try await ChildProcessTests(queue: queue).run("echo \(number); echo >&2")
                            .text
                        guard text == "\(number)\n" else { return text }
                    }
                    return ""
                }
            }
            for try await text in group { #expect(text == "") }
        }
    }

    @Test("Output longer than a pipe is whole, and of the error output the end is kept")
    func long() async throws {
        let outcome = try await run("head -c 1000000 /dev/zero; seq 1 100000 >&2; echo last >&2")
        #expect(outcome.end == .exited(status: 0))
        #expect(outcome.output.count == 1_000_000)
        #expect(outcome.errors.utf8.count == 4096)
        #expect(outcome.errors.hasSuffix("\n100000\nlast\n"))
    }

    @Test("Arguments reach it as they are")
    func arguments() async throws {
        let outcome = try await run("") { command in
            command.program = "/usr/bin/printf"
            command.arguments = ["[%s]", "", "a b", "$HOME", "é\n"]
        }
        #expect(outcome.text == "[][a b][$HOME][é\n]")
    }

    @Test("It has our environment, with what is added and replaced")
    func environment() async throws {
        let path = try #require(CurrentProcess.environment("PATH"))
        let outcome = try await run("printf '%s|%s|%s' \"$PATH\" \"$HOME\" \"$ADDED\"") { command in
            command.environment = ["HOME": "/nowhere", "ADDED": "a=b c"]
        }
        #expect(outcome.text == "\(path)|/nowhere|a=b c")
    }

    @Test("It has none of our descriptors, not even those that survive an exec")
    func descriptors() async throws {
        let leaking = FileDescriptor(owning: dup(STDERR_FILENO))
        let outcome = try await run("ls /proc/$$/fd")
        #expect(outcome.text == "0\n1\n2\n")
        #expect(fcntl(leaking.number, F_GETFD) == 0)
    }

    @Test("No signal is blocked in it or ignored by it, whatever we ignore")
    func signals() async throws {
        ReadySource.ignore(SIGPIPE)
        let outcome = try await run("awk '/SigBlk|SigIgn/ { print $2 }' /proc/self/status")
        let sets = outcome.text.split(separator: "\n").compactMap { UInt64($0, radix: 16) }
        // Beyond 31 are the real-time signals, of which the C library keeps the first two to itself.
        #expect(sets.map { $0 & 0x7FFF_FFFF } == [0, 0])
    }

    @Test("One that is not there is an error at once", arguments: ["clustersetdns-no-such", "/no/such"])
    func missing(program: String) async {
        await #expect(throws: SystemError("posix_spawn", code: ENOENT, subject: program)) {
            _ = try await run("") { $0.program = program }
        }
    }

    @Test("A zero octet cuts no argument short: it is an error")
    func zeroOctet() async {
        await #expect(throws: SystemError("posix_spawn", code: EINVAL, subject: "sh")) {
            _ = try await run("exit 0 \0 or 1")
        }
    }

    @Test("One that writes without end is killed")
    func tooMuch() async throws {
        let outcome = try await run("yes") { $0.mostOutput = 100_000 }
        #expect(outcome.end == .tooMuchOutput)
    }

    @Test("One that floods its error output keeps nobody from anything, and ends at its deadline")
    func flood() async throws {
        let outcome = try await run("yes >&2") { $0.deadline = .milliseconds(200) }
        #expect(outcome.end == .tooSlow)
        #expect(outcome.errors.hasPrefix("y\n"))
    }

    @Test("At the deadline its descendants end as well")
    func deadline() async throws {
        let fifo = try Fifo(O_RDONLY | O_NONBLOCK)
        let path = fifo.path
        let outcome = try await run("exec 9>\(path); sleep 1000 & printf begun; wait") {
            $0.deadline = .milliseconds(200)
        }
        #expect(outcome.end == .tooSlow)
        #expect(outcome.text == "begun")
        #expect(fifo.waits(for: POLLHUP))
    }

    @Test("Its end is told, although a descendant still holds its output open")
    func daemon() async throws {
        // The descendant reads until the test closes its end.
        let fifo = try Fifo(O_RDWR)
        let outcome = try await run("cat \(fifo.path) & printf begun")
        #expect(outcome.end == .exited(status: 0))
        #expect(outcome.text == "begun")
    }

    @Test("One that is cancelled ends with its descendants, and nobody hears of it")
    func cancel() throws {
        let fifo = try Fifo(O_RDONLY | O_NONBLOCK)
        var command = ChildProcess.Command(program: "sh")
        command.arguments = ["-c", "exec 9>\(fifo.path); sleep 1000 & echo begun >&9; wait"]
        let child = try queue.sync {
            try ChildProcess.start(command, on: queue) { Issue.record("it was told of \($0)") }
        }
        #expect(fifo.waits(for: POLLIN))
        queue.sync {
            child.cancel()
            child.cancel()
        }
        #expect(fifo.waits(for: POLLHUP))
        queue.sync {}
    }
}

extension ChildProcess.Outcome {
    fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}

/// A pipe with a path, of which the test holds one end or both.
private final class Fifo {
    private let directory: TemporaryDirectory
    private let descriptor: FileDescriptor
    let path: String

    init(_ flags: CInt) throws {
        directory = try TemporaryDirectory()
        path = "\(directory.path)/fifo"
        // Safe: both calls read a string that ends with a zero octet.
        descriptor = unsafe FileDescriptor(
            owning: mkfifo(path, 0o600) == 0 ? open(path, flags | O_CLOEXEC) : -1)
    }

    // Safe: unlink reads a string that ends with a zero octet.
    deinit { unsafe unlink(path) }

    /// True once something has come (POLLIN), or nobody is left who could write (POLLHUP).
    func waits(for event: CInt) -> Bool {
        var request = pollfd(fd: descriptor.number, events: event == POLLIN ? CShort(POLLIN) : 0, revents: 0)
        // Safe: poll reads and writes one `pollfd`.
        let count = unsafe poll(&request, 1, 20_000)
        return count == 1 && CInt(request.revents) & event != 0
    }
}
