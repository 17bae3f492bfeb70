package import Posix

/// Why a certificate cannot be used.
package enum TLSError: Error, Hashable, Sendable {
    /// There is no certificate in the text.
    case noCertificate
    case malformedCertificate
    /// There is no private key in the text.
    case noKey
    /// The private key cannot be read, or has a passphrase.
    case malformedKey
    /// The private key is not the certificate's.
    case foreignKey
    /// There are no certificates to trust.
    case noAuthorities
    case keyLog(SystemError)
    /// No memory is left.
    case exhausted
}

extension TLSError: CustomStringConvertible {
    /// Go's words, where Go has any.
    package var description: String {
        switch self {
        case .noCertificate: "tls: failed to find any PEM data in certificate input"
        case .malformedCertificate: "x509: malformed certificate"
        case .noKey: "tls: failed to find any PEM data in key input"
        case .malformedKey: "tls: failed to parse private key"
        case .foreignKey: "tls: private key does not match public key"
        case .noAuthorities: "could not read root certs"
        case .keyLog(let error): "\(error)"
        case .exhausted: "no memory is left"
        }
    }
}
