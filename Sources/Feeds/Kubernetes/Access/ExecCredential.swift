/// What a credential plugin writes: an object in JSON, which is YAML.
struct ExecCredential {
    let authorization: Authorization
    /// In seconds since 1970; nil: it is good until the server says otherwise.
    let expiration: Int64?

    /// `version`: the one the plugin was asked for.
    init(_ octets: [UInt8], version: String) throws(YAMLError) {
        let octets = SurrogatePairs.rewritten(octets)
        guard let document = try ExecCredential.document(octets.span) else {
            throw YAMLError(place: YAMLPlace(line: 1, column: 1), message: "expected an ExecCredential")
        }
        let root = YAMLField(document)
        guard try root["kind"].string() == "ExecCredential" else {
            throw try root["kind"].expected("ExecCredential")
        }
        guard try root["apiVersion"].string() == version else {
            throw try root["apiVersion"].expected("\(version), as the kubeconfig says")
        }
        let status = try root["status"]
        var authorization = Authorization()
        let token = try status["token"]
        if let text = try token.string(), !text.isEmpty {
            guard let secret = Secret(token: text) else { throw token.expected("a bearer token") }
            authorization = .bearer(secret)
        }
        authorization.certificate = try ExecCredential.certificate(in: status)
        guard authorization != Authorization() else {
            throw status.expected("a token, or a client certificate and its key")
        }
        self.authorization = authorization
        expiration = try ExecCredential.expiration(in: status)
    }

    private static func document(_ octets: Span<UInt8>) throws(YAMLError) -> YAMLNode? {
        var reader = try YAMLReader(octets)
        return try reader.nextDocument(itemsOf: "") { _ in }
    }

    private static func certificate(
        in status: YAMLField
    ) throws(YAMLError) -> Authorization.ClientCertificate? {
        let certificate = try octets(status["clientCertificateData"], .certificates)
        let key = try octets(status["clientKeyData"], .privateKey)
        guard let certificate else {
            guard key == nil else { throw try status["clientCertificateData"].expected("one for the key") }
            return nil
        }
        guard let key else { throw try status["clientKeyData"].expected("one for the certificate") }
        return Authorization.ClientCertificate(certificate: certificate, key: key)
    }

    private static func octets(_ field: YAMLField, _ content: PEM) throws(YAMLError) -> [UInt8]? {
        guard let text = try field.string(), !text.isEmpty else { return nil }
        let octets = Array(text.utf8)
        guard content.isIn(octets) else { throw field.expected(content.noun) }
        return octets
    }

    private static func expiration(in status: YAMLField) throws(YAMLError) -> Int64? {
        let field = try status["expirationTimestamp"]
        guard let text = try field.string() else { return nil }
        guard let time = Timestamp.seconds(text) else {
            throw field.expected("a time like 2030-12-31T23:59:59Z")
        }
        return Int64(time)
    }
}
