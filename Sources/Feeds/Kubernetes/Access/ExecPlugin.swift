/// A program that gives credentials (client.authentication.k8s.io).
package struct ExecPlugin: Hashable, Sendable {
    /// The `apiVersion` that the program is asked for, and must answer with.
    package var version: String
    /// A path, or a name that is looked for in `PATH`.
    package var command: String
    package var arguments: [String] = []
    /// What it gets besides our environment, `KUBERNETES_EXEC_INFO` among it.
    package var environment: [String: String] = [:]
    /// What to tell the operator when the program is not there.
    package var installHint: String?

    package init(version: String, command: String) {
        self.version = version
        self.command = command
    }

    static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
}

extension ExecPlugin: CustomStringConvertible, CustomReflectable {
    package var description: String { "credential plugin \(command)" }

    /// Empty: arguments and environment may hold secrets.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
