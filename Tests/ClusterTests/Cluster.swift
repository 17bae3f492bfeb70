import Dispatch
import Feeds
import Posix
import TestSupport
import Testing

/// The real cluster that the environment names, as its administrator sees it.
final class Cluster: Sendable {
    /// The variable that has the path of a kubeconfig.
    static let variable = "CLUSTERSETDNS_TEST_KUBECONFIG"

    static let kubeconfig = CurrentProcess.environment(variable).flatMap { $0.isEmpty ? nil : $0 }

    private static let made = Result { try Cluster() }

    static var shared: Cluster { get throws { try made.get() } }

    /// The version of the API in which ServiceImports are written.
    let importVersion: String

    private let access: ClusterAccess
    private let authorization: Authorization
    private let http: TestHTTP

    private init() throws {
        let access = try ClusterAccess.kubeconfig(Self.kubeconfig ?? "", context: nil)
        let http = try TestHTTP()
        let authorization = try Self.authorization(access, on: http.queue)
        let versions = ["v1beta1", "v1alpha1"].filter { version in
            let path = "/apis/multicluster.x-k8s.io/\(version)/serviceimports?limit=1"
            let request = Self.request(access, authorization, "GET", path)
            return http.response(to: request).head?.status == 200
        }
        guard let version = versions.first else {
            throw Failure(description: "no ServiceImports are served by \(access): is the CRD installed?")
        }
        importVersion = version
        self.access = access
        self.http = http
        self.authorization = authorization
        let build = try ask("GET", "/version").firstMatch(of: /"gitVersion": *"([^"]*)"/)?.output.1 ?? "?"
        print("The cluster is \(access), Kubernetes \(build), ServiceImports \(version).")
    }

    /// Creates the object at `path`, or makes it as `json` has it.
    func apply(_ path: String, _ json: String) throws {
        try ask("PATCH", "\(path)?fieldManager=clustersetdns-test&force=true", json)
    }

    /// Deletes what is at `path`, an object or a collection of them.
    func delete(_ path: String) throws { try ask("DELETE", path) }

    /// The body of the response; anything but success is thrown.
    @discardableResult
    private func ask(_ method: String, _ path: String, _ body: String? = nil) throws -> String {
        let response = http.response(to: Self.request(access, authorization, method, path, body))
        guard let status = response.head?.status, 200...299 ~= status else {
            let reason = response.failure.map { "\($0)" } ?? response.text
            throw Failure(description: "\(method) \(path): \(reason)")
        }
        return response.text
    }

    private static func request(
        _ access: ClusterAccess, _ authorization: Authorization, _ method: String, _ path: String,
        _ body: String? = nil
    ) -> HTTPRequest {
        var request = HTTPRequest(url: access.server + path)
        request.method = method
        request.headers = [("Accept", "application/json")] + authorization.headers
        request.tls = authorization.tls(access.tls)
        request.proxy = access.proxy
        guard let body else { return request }
        // JSON is YAML.
        request.headers.append(("Content-Type", "application/apply-patch+yaml"))
        request.body = Array(body.utf8)
        return request
    }

    /// What to show the API server: a plugin may have to run for it.
    private static func authorization(
        _ access: ClusterAccess, on queue: DispatchQueue
    ) throws -> Authorization {
        var answer: Result<Authorization, AccessError>?
        let answered = DispatchSemaphore(value: 0)
        let credentials = queue.sync {
            let credentials = Credentials(access, queue: queue)
            credentials.current {
                answer = $0
                answered.signal()
            }
            return credentials
        }
        return try withExtendedLifetime(credentials) {
            answered.wait()
            return try #require(answer).get()
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
