/// Whom a TLS client trusts, and who it is itself. Certificates and keys are PEM.
package struct TLSSettings: Hashable, Sendable {
    /// Who may sign the server's certificate; nil for the authorities that this system trusts.
    package var certificateAuthorities: [UInt8]?
    /// What the client shows of itself, the intermediate certificates behind its own.
    package var clientCertificate: [UInt8]?
    /// The key of `clientCertificate`, not encrypted.
    package var clientKey: [UInt8]?
    /// Whether the server's certificate and the name in it are looked at.
    package var verifies = true
    /// The name to ask for (SNI) and to expect in the certificate; nil for the host of the URL.
    package var serverName: String?

    package init() {}
}
