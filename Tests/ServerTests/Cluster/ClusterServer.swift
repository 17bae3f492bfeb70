import DNSWire
import TestSupport
import Testing

/// A server block for `clusterset.local` that follows a cluster, `source` says which; with more properties of its stanza,
/// and more directives.
func following(_ source: String, _ properties: String = "", _ directives: String = "") -> String {
    """
    clusterset.local {
     bind HOST
     \(directives)
     multicluster {
      \(source)
      \(properties)
     }
    }

    """
}

/// Directives whose HTTP servers tell how the server fares.
let probes = "health HOST:8080\nready HOST:8181\nprometheus HOST:9153"

extension FakeAPIServer {
    /// The property of a stanza that follows this cluster.
    func source(_ context: String = "") -> String { "kubeconfig \(kubeconfig) \(context)" }
}

extension RunningServer {
    var health: HTTPAnswer? { self.get("/health", port: 8080) }
    var ready: HTTPAnswer? { self.get("/ready", port: 8181) }

    /// The value of the only sample of a metric; nil when there is none.
    func metric(_ name: String) -> Double? {
        let lines = get("/metrics", port: 9153)?.body.split(separator: "\n") ?? []
        let sample = lines.first { $0.hasPrefix("\(name){") || $0.hasPrefix("\(name) ") }
        return sample?.split(separator: " ").last.flatMap { Double($0) }
    }

    /// Returns once `/ready` says that all is well.
    func waitsForReadiness(_ location: SourceLocation = #_sourceLocation) {
        wait(for: "readiness", location) { ready == HTTPAnswer(200, "OK") }
    }

    /// The addresses that the service `name` in the namespace `default` has, in order.
    func addresses(of name: String) throws -> [String] {
        try answer("\(name).default.svc.clusterset.local")
            .map { $0.split(separator: " ").last.map(String.init) ?? "" }
    }

    /// Whether the service `name` in the namespace `default` is said not to exist, with a reason.
    func isDenied(_ name: String) throws -> Bool {
        try outcome(of: name).hasPrefix("NXDOMAIN 0: no ServiceImport ")
    }

    /// What comes of a query for the service `name` in the namespace `default`: the RCODE, and the code and text of
    /// an extended error.
    func outcome(of name: String) throws -> String {
        guard let response = try ask("\(name).default.svc.clusterset.local", edns: EDNS()) else {
            return "no response"
        }
        let errors = (response.edns?.options ?? []).compactMap { option in
            guard case .extendedError(let error) = option else { return nil as String? }
            return "\(error.code.rawValue): \(error.text)"
        }
        return (["\(response.rcode)"] + errors).joined(separator: " ")
    }
}
