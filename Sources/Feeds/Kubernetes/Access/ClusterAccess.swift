/// How to reach an API server, and who to be there.
package struct ClusterAccess: Hashable, Sendable {
    /// `https://HOST[:PORT][/PATH]` without a slash at its end.
    package var server: String
    package var tls = TLSSettings()
    /// The URL of the proxy to go through, as libcurl takes it; nil: as the environment says.
    package var proxy: String?
    package var credential = Credential.none
    /// Where all this is set, for errors: `kubeconfig /etc/prod.yaml (context prod)`, `in-cluster`.
    package var origin: String

    init(server: ServerURL, origin: String) {
        self.server = server.text
        self.origin = origin
    }
}

extension ClusterAccess: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(server) (\(origin))" }

    /// Empty: it would show the client's key.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
