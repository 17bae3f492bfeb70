/// A DNS cookie (RFC 7873 §4).
public struct Cookie: Hashable, Sendable {
    /// The client's part: eight octets.
    public let client: [UInt8]
    /// The server's part: 8 to 32 octets, or none when the client does not know it yet.
    public let server: [UInt8]

    /// A cookie of both parts; nil when one has the wrong length.
    public init?(client: [UInt8], server: [UInt8] = []) {
        self.init(client + server)
        guard client.count == 8 else { return nil }
    }

    /// A cookie from the octets of its option; nil when they are too few or too many.
    init?(_ octets: [UInt8]) {
        guard octets.count == 8 || (16...40).contains(octets.count) else { return nil }
        client = Array(octets[..<8])
        server = Array(octets[8...])
    }
}
