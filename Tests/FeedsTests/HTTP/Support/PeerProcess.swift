import Glibc
import Testing

/// A program that a test talks to, until the test lets go of it or ends.
final class PeerProcess {
    private let id: pid_t
    /// Our end of a pair of sockets, of which the other is the program's standard input and output.
    private let number: CInt

    /// Starts the program at the path that the first of `words` is.
    init(_ words: [String]) throws {
        var ends: [CInt] = [-1, -1]
        let kind = CInt(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        // Safe, to the end: the calls write two numbers; the actions live from their init to their destroy, the
        // words throughout.
        let paired = unsafe socketpair(AF_UNIX, kind, 0, &ends)
        try #require(paired == 0)
        number = ends[0]
        defer { close(ends[1]) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        var copies = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
        var id: pid_t = 0
        let result = unsafe posix_spawn(&id, words[0], &actions, nil, &copies, environ)
        self.id = result == 0 ? id : -1
        try #require(result == 0, "cannot start \(words)")
    }

    deinit {
        close(number)
        guard id > 0 else { return }
        kill(id, SIGKILL)
        _ = waitpid(id, nil, 0)
    }

    func send(_ signal: CInt) { kill(id, signal) }

    /// What it says up to the line `last`, by the first word of each line.
    func read(upTo last: String) throws -> [Substring: Substring] {
        var text = ""
        while !text.hasSuffix("\(last)\n") {
            var octet: UInt8 = 0
            // Safe: read writes one octet.
            let count = unsafe Glibc.read(number, &octet, 1)
            try #require(count == 1, "it ended after \(text)")
            text.unicodeScalars.append(Unicode.Scalar(octet))
        }
        return words(in: text)
    }
}

/// The second word of each line, by its first.
func words(in text: String) -> [Substring: Substring] {
    let pairs = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
    return Dictionary(pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") }) { $1 }
}
