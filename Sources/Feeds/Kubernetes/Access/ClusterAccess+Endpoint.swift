extension ClusterAccess {
    /// The API server at `url`, with files in PEM: a client certificate, its key, and who may vouch for the server.
    package static func endpoint(
        _ url: String, certificate: String?, key: String?, authority: String?
    ) throws(AccessError) -> ClusterAccess {
        guard let server = ServerURL(url) else {
            // The text may hold a password.
            throw AccessError(origin: "endpoint", message: "expected \(ServerURL.expectation)")
        }
        var access = ClusterAccess(server: server, origin: "endpoint \(server.text)")
        guard server.isSecure || (certificate ?? key ?? authority) == nil else {
            throw AccessError(origin: access.origin, message: "expected https://, for there are TLS files")
        }
        guard (certificate == nil) == (key == nil) else {
            throw AccessError(
                origin: access.origin, message: "expected both or none of the client certificate and its key")
        }
        do throws(PEM.Failure) {
            access.tls.certificateAuthorities = try authority.map(PEM.certificates.read)
            access.tls.clientCertificate = try certificate.map(PEM.certificates.read)
            access.tls.clientKey = try key.map(PEM.privateKey.read)
        } catch {
            throw AccessError(origin: access.origin, message: "expected \(error.expectation)")
        }
        return access
    }
}
