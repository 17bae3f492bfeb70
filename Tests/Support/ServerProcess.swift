package import Glibc
package import Testing

/// The server's executable, running as a process of its own until the test ends it, or ends.
package final class ServerProcess {
    private let process: SpawnedProcess
    private let folder = Folder()

    /// Starts `clustersetdns` with `arguments` in the folder at `path`, by default one that is empty, and with the
    /// test's environment but for `variables`; `prefix` is a program that becomes the one behind it, and its arguments.
    /// Standard output goes to `descriptor`, or where `output` shows it.
    package init(
        _ arguments: [String], in path: String? = nil, input: String = "",
        variables: [String: String] = [:], behind prefix: [String] = [], descriptor: CInt? = nil
    ) throws {
        folder.write("in", input)
        // env(1) goes to the folder and becomes the server.
        let env = ["/usr/bin/env", "--chdir=\(path ?? folder.path)"] + variables.map { "\($0)=\($1)" }
        process = try SpawnedProcess(
            env + prefix + [Self.executable] + arguments, input: folder("in"),
            output: descriptor.map { .descriptor($0) } ?? .file(folder("out")), errors: folder("err"))
    }

    /// The executable, which is built into the folder of the tests' own.
    package static let executable: String = {
        var path = [CChar](repeating: 0, count: 4096)
        // Safe: readlink writes at most as many octets as it is told.
        let count = unsafe readlink("/proc/self/exe", &path, path.count)
        let octets = path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        let folder = octets.prefix(1 + (octets.lastIndex(of: UInt8(ascii: "/")) ?? 0))
        return String(decoding: folder, as: UTF8.self) + "clustersetdns"
    }()

    /// What it wrote to standard output up to now.
    package var output: String { folder.text(of: "out") }

    /// What it wrote to standard error up to now.
    package var errors: String { folder.text(of: "err") }

    package var processID: pid_t { process.id }

    /// Whether it has ended by now.
    package var hasEnded: Bool { process.end != nil }

    package func send(_ signal: CInt) { process.send(signal) }

    /// Returns once standard output holds `text`.
    package func waits(for text: String, _ location: SourceLocation = #_sourceLocation) {
        wait(for: "'\(text)' in \(output)\(errors)", location) { output.contains(text) }
    }

    /// Returns how it ended, once it has.
    package func waitsForEnd(_ location: SourceLocation = #_sourceLocation) -> SpawnedProcess.End? {
        wait(for: "the end of the process, which said \(output)\(errors)", location) { hasEnded }
        return process.end
    }
}
