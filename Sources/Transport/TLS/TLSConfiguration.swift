/// What a server proves itself with over TLS, and what it asks of its clients.
package struct TLSConfiguration: Hashable, Sendable {
    /// Whether a client has to prove itself too, as CoreDNS and Go have it.
    package enum ClientAuthentication: String, Sendable {
        /// It is not asked.
        case none = "nocert"
        /// It is asked, and need not answer; any certificate will do.
        case request
        /// It must have a certificate; any will do.
        case require
        /// A certificate that it has must be vouched for.
        case verifyIfGiven = "verify_if_given"
        /// It must have a certificate that is vouched for.
        case requireAndVerify = "require_and_verify"

        var verifies: Bool { self == .verifyIfGiven || self == .requireAndVerify }
        var requires: Bool { self == .require || self == .requireAndVerify }
    }

    /// The server's certificate and those that vouch for it, in PEM.
    package var chain: [UInt8]
    /// The private key of the certificate, in PEM.
    package var key: [UInt8]
    /// The certificates that vouch for clients, in PEM; nil: those that the system trusts.
    package var authorities: [UInt8]?
    package var clientAuthentication = ClientAuthentication.none
    /// A file to which the secrets of all sessions are appended, so that recorded traffic can be read.
    package var keyLog: String?

    package init(chain: [UInt8], key: [UInt8]) {
        self.chain = chain
        self.key = key
    }
}
