import Posix
import TestSupport
import Testing

@testable import Transport

/// What tests of the transport need of `Certificates` and its client.
enum TLSPeer {
    static func octets(_ file: String) async throws -> [UInt8] {
        let path = try await "\(Certificates.folder)/\(file)"
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
        try await Certificates.output(of: deed, arguments, at: address).split(separator: "\n").map {
            String($0)
        }
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
