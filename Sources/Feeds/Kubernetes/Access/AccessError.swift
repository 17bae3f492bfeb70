/// Why an API server cannot be reached as somebody: what to put right, and where.
///
/// No token, password or key is in it.
package struct AccessError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is set: `kubeconfig /etc/prod.yaml:7:12 (context prod)`, `in-cluster`, `endpoint https://10.0.0.1:6443`.
    package var origin: String
    package var message: String

    package var description: String { "\(origin): \(message)" }
}

extension AccessError {
    /// What is wrong in the kubeconfig at `path`, once its context is known.
    init(_ error: YAMLError, in path: String, context: String?) {
        let place = "kubeconfig \(path):\(error.place.line):\(error.place.column)"
        origin = context.map { "\(place) (context \($0))" } ?? place
        message = error.message
    }
}
