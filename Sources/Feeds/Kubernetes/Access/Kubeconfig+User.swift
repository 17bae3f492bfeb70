extension Kubeconfig {
    /// What a user may say that would make it somebody else, were it passed over.
    private static let unsupported = [
        ("auth-provider", "exec instead, for auth providers are gone from Kubernetes"),
        ("as", "nothing, for impersonation is not supported"),
        ("as-uid", "nothing, for impersonation is not supported"),
        ("as-groups", "nothing, for impersonation is not supported"),
        ("as-user-extra", "nothing, for impersonation is not supported"),
    ]

    /// Reads who to be from the section of a user.
    func setUser(
        _ section: YAMLField, of cluster: YAMLField, in access: inout ClusterAccess
    ) throws(YAMLError) {
        for (key, instead) in Kubeconfig.unsupported {
            let field = try section[key]
            guard field.node == nil else { throw field.expected(instead) }
        }
        if let certificate = try octets(section, "client-certificate", .certificates) {
            guard let key = try octets(section, "client-key", .privateKey) else {
                throw try section["client-key"].expected("the key of the client certificate")
            }
            access.tls.clientCertificate = certificate
            access.tls.clientKey = key
        }
        access.credential = try credential(section, access, cluster)
    }

    /// Of several the first counts in the order of client-go: token file, token, password, plugin.
    private func credential(
        _ section: YAMLField, _ access: ClusterAccess, _ cluster: YAMLField
    ) throws(YAMLError) -> Credential {
        let token = try token(section["token"])
        let user = try section["username"].text()
        let password = try section["password"].text()
        guard token == nil || user ?? password == nil else {
            throw try section["token"].expected("either a token, or a username and a password")
        }
        if let file = try section["tokenFile"].text() {
            return .tokenFile(path: resolved(file), fallback: token)
        }
        if let token { return .token(token) }
        if user ?? password != nil { return .basic(user: user ?? "", password: Secret(password ?? "")) }
        let exec = try section["exec"]
        guard exec.node != nil else { return .none }
        return .exec(try plugin(exec, access, cluster))
    }

    private func token(_ field: YAMLField) throws(YAMLError) -> Secret? {
        guard let text = try field.text() else { return nil }
        guard let token = Secret(token: text) else { throw field.expected("a bearer token") }
        return token
    }
}
