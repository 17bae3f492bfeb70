import Feeds
import Posix
import Testing

/// HTTPS servers of another make, with certificates of their own: one process for all tests, which ends with them.
struct TLSPeer {
    /// Where the certificates and keys are.
    let folder: String
    private let process: PeerProcess
    private let said: [Substring: Substring]

    // Safe: what is kept of it never changes once it is made.
    nonisolated(unsafe) private static let made = Result { try TLSPeer() }

    static var shared: TLSPeer { get throws { try unsafe made.get() } }

    private init() throws {
        let script =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
            .joined(separator: "/") + "/TLSPeer/tls_peer.py"
        process = try PeerProcess(["/usr/bin/env", "python3", script])
        said = try process.read(upTo: "ready")
        folder = String(try #require(said["folder"]))
    }

    func url(of server: Substring) throws -> String { "https://127.0.0.1:\(try #require(said[server]))/" }

    func octets(of file: String) throws -> [UInt8] {
        try #require(try RegularFile.read("\(folder)/\(file)", atMost: 1 << 20))
    }

    /// Settings that trust the authority, in the name of the client called `client`.
    func settings(authority: String? = "ca", client: String? = nil) throws -> TLSSettings {
        var tls = TLSSettings()
        tls.certificateAuthorities = try authority.map { try octets(of: "\($0).crt") }
        tls.clientCertificate = try client.map { try octets(of: "\($0).crt") }
        tls.clientKey = try client.map { try octets(of: "\($0).key") }
        return tls
    }
}
