/// What shows an API server who is asking.
package struct Authorization: Hashable, Sendable {
    /// A certificate and its key, in PEM.
    struct ClientCertificate: Hashable, Sendable {
        var certificate: [UInt8]
        var key: [UInt8]
    }

    /// The value of the `Authorization` header (RFC 9110 §11.6.2).
    var value: Secret?
    var certificate: ClientCertificate?

    static func bearer(_ token: Secret) -> Authorization {
        Authorization(value: Secret("Bearer \(token.text)"))
    }

    /// RFC 7617.
    static func basic(user: String, password: Secret) -> Authorization {
        Authorization(value: Secret("Basic \(Base64.encoded(Array("\(user):\(password.text)".utf8)))"))
    }

    /// What a request carries.
    package var headers: [(String, String)] {
        value.map { [("Authorization", $0.text)] } ?? []
    }

    /// `settings`, with the certificate unless they have one.
    package func tls(_ settings: TLSSettings) -> TLSSettings {
        guard let certificate, settings.clientCertificate == nil else { return settings }
        var settings = settings
        settings.clientCertificate = certificate.certificate
        settings.clientKey = certificate.key
        return settings
    }
}

extension Authorization: CustomStringConvertible, CustomReflectable {
    package var description: String { value == nil && certificate == nil ? "(none)" : "(secret)" }

    /// Empty: it would show the key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
