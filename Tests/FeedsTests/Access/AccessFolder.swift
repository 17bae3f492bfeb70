import TestSupport
import Testing

@testable import Feeds

/// Texts that look enough like PEM, and what they are in base64.
enum Sample {
    static let authority = "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n"
    static let certificate = "-----BEGIN CERTIFICATE-----\nQg==\n-----END CERTIFICATE-----\n"
    static let key = "-----BEGIN EC PRIVATE KEY-----\nQw==\n-----END EC PRIVATE KEY-----\n"

    static func base64(_ text: String) -> String { Base64.encoded(Array(text.utf8)) }
}

extension Folder {
    /// Writes a kubeconfig with one context, `prod`; the lines are those of its cluster and its user.
    func writeKubeconfig(
        server: String = "https://10.0.0.1:6443", cluster: [String] = [], user: [String] = []
    ) {
        write(
            "config",
            """
            apiVersion: v1
            kind: Config
            preferences: {}
            current-context: prod
            contexts:
            - name: prod
              context: {cluster: c, user: u, namespace: other}
            clusters:
            - name: c
              cluster:
                server: \(server)
            \(cluster.map { "    \($0)" }.joined(separator: "\n"))
            users:
            - name: u
              user:
                unknown: [1, 2]
            \(user.map { "    \($0)" }.joined(separator: "\n"))
            """)
    }

    func kubeconfig(context: String? = nil) throws(AccessError) -> ClusterAccess {
        try ClusterAccess.kubeconfig(self("config"), context: context)
    }
}
