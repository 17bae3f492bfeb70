import Posix

extension ClusterAccess {
    /// Where a pod finds its service account.
    package static let serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// What Kubernetes tells a pod of its own cluster: variables, and a directory with `token` and `ca.crt`.
    package static func inCluster(
        environment: (String) -> String? = { CurrentProcess.environment($0) },
        directory: String = serviceAccount
    ) throws(AccessError) -> ClusterAccess {
        let host = try variable("KUBERNETES_SERVICE_HOST", in: environment)
        let port = try variable("KUBERNETES_SERVICE_PORT", in: environment)
        guard let server = ServerURL(host: host, port: port) else {
            throw notInCluster("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address")
        }
        var access = ClusterAccess(server: server, origin: "in-cluster")
        do throws(PEM.Failure) {
            access.tls.certificateAuthorities = try PEM.certificates.read("\(directory)/ca.crt")
        } catch {
            throw notInCluster("expected \(error.expectation)")
        }
        var token = TokenFile(path: "\(directory)/token", fallback: nil)
        do throws(TokenFile.Failure) {
            _ = try token.token()
        } catch {
            throw notInCluster("\(error.reason); does the pod have automountServiceAccountToken: false?")
        }
        access.credential = .tokenFile(path: token.path, fallback: nil)
        return access
    }

    private static func variable(
        _ name: String, in environment: (String) -> String?
    ) throws(AccessError) -> String {
        guard let value = environment(name), !value.isEmpty else {
            throw notInCluster("\(name) is not set, so this is no pod")
        }
        return value
    }

    private static func notInCluster(_ reason: String) -> AccessError {
        AccessError(
            origin: "in-cluster",
            message: "\(reason); outside of a cluster, give `kubeconfig FILE` or `endpoint URL`")
    }
}
