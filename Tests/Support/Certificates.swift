import Dispatch
package import Posix
import Testing

/// The certificates of `Tests/TLSClient`, and its client, which is a program of another make.
package enum Certificates {
    private static let made = Task {
        let folder = "\(SourceTree.root)/.build/certificates"
        let script = "\(SourceTree.root)/Tests/TLSClient/certificates"
        let process = try SpawnedProcess([script, folder], output: .file("/dev/null"), errors: "/dev/null")
        try #require(process.waitForEnd() == .exited(0), "no certificates are made")
        return folder
    }

    /// Where they are.
    package static var folder: String { get async throws { try await made.value } }

    /// The certificate and the key `name`, as the files of a server.
    package static func files(_ name: String = "tls") async throws -> [String: String] {
        let folder = try await folder
        var files: [String: String] = [:]
        for ending in ["crt", "key"] {
            let octets = try #require(try RegularFile.read("\(folder)/\(name).\(ending)", atMost: 1 << 20))
            files["tls.\(ending)"] = String(decoding: octets, as: UTF8.self)
        }
        return files
    }

    /// What a client that does `deed` at `address` has to say of it.
    package static func output(
        of deed: String, _ arguments: [String] = [], at address: SocketAddress
    ) async throws -> String {
        let client = "\(SourceTree.root)/Tests/TLSClient"
        let words = try await [client, address.host, "\(address.port)", folder, deed] + arguments
        return try await run("python3", words)
    }
}

/// What a program writes, which must end well.
package func run(_ program: String, _ arguments: [String]) async throws -> String {
    let queue = DispatchQueue(label: "program")
    let outcome = try await withCheckedThrowingContinuation { continuation in
        queue.async {
            var command = ChildProcess.Command(program: program)
            command.arguments = arguments
            command.deadline = .seconds(60)
            do {
                _ = try ChildProcess.start(command, on: queue) { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
    let output = String(decoding: outcome.output, as: UTF8.self)
    #expect(outcome.end == .exited(status: 0), "\(program) \(arguments): \(outcome.errors)\(output)")
    return output
}

/// Whether there is such a program.
package func isInstalled(_ program: String) -> Bool {
    (CurrentProcess.environment("PATH") ?? "").split(separator: ":").contains { folder in
        (try? RegularFile.read("\(folder)/\(program)", atMost: 1 << 30)) ?? nil != nil
    }
}
