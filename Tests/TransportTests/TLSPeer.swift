import Dispatch
import Posix
import Testing

@testable import Transport

/// The certificates of `Tests/TLSClient`, and its client, which is a program of another make.
enum TLSPeer {
    private static let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "/")

    private static let certificates = Task {
        let folder = "\(tests)/../.build/certificates"
        _ = try await run("\(tests)/TLSClient/certificates", [folder])
        return folder
    }

    /// Where the certificates are.
    static var folder: String { get async throws { try await certificates.value } }

    static func octets(_ file: String) async throws -> [UInt8] {
        let path = try await "\(folder)/\(file)"
        return try #require(try RegularFile.read(path, atMost: 1 << 20), "\(path)")
    }

    /// What a server named `name` proves itself with.
    static func configuration(_ name: String = "tls") async throws -> TLSConfiguration {
        TLSConfiguration(chain: try await octets("\(name).crt"), key: try await octets("\(name).key"))
    }

    /// What a client that does `deed` at `address` has to say of it, line by line.
    static func lines(
        of deed: String, _ arguments: String..., at address: SocketAddress
    ) async throws -> [String] {
        let words = try await ["\(tests)/TLSClient", address.host, "\(address.port)", folder, deed]
        return try await run("python3", words + arguments).split(separator: "\n").map { String($0) }
    }

    /// What a program writes, which must end well.
    private static func run(_ program: String, _ arguments: [String]) async throws -> String {
        let queue = DispatchQueue(label: "peer")
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
        #expect(outcome.end == .exited(status: 0), "\(program) \(arguments): \(outcome.errors)")
        return String(decoding: outcome.output, as: UTF8.self)
    }
}

extension TestServer {
    /// A server whose connections are secured by `context`.
    convenience init(_ context: TLSContext, limits: StreamLimits = StreamLimits()) throws {
        try self.init(limits: limits, security: TLSIdentity(context))
    }

    /// A server with the certificate `name`.
    convenience init(certificate name: String, limits: StreamLimits = StreamLimits()) async throws {
        try self.init(TLSContext(await TLSPeer.configuration(name)), limits: limits)
    }
}
