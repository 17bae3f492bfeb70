import Corefile
import Posix
import TestSupport

@testable import ClusterSetDNS

/// A Corefile of `deploy/`, and what it comes to.
struct DeployedCorefile {
    let plan: ServerPlan
    let errors: [CorefileError]

    /// That of the kustomization at `path`, with certificates that are there in place of those that it names.
    init(of path: String) async throws {
        let folder = try await Certificates.folder
        let text = SourceTree.text(of: "deploy/\(path)/Corefile")
        (plan, errors) = ServerTests.plan(
            text.replacing(/[^\s]*\btls\.(crt|key)/) { "\(folder)/tls.\($0.1)" })
    }

    /// The ports that it listens on, as `PROTOCOL/PORT`.
    var ports: Set<String> {
        let http = plan.blocks.flatMap { [$0.health?.address, $0.ready?.address, $0.metricsAddress] }
        let dns = plan.bindings.flatMap { binding in
            binding.isSecured
                ? ["TCP/\(binding.address.port)"] : ["UDP", "TCP"].map { "\($0)/\(binding.address.port)" }
        }
        return Set(dns + http.compactMap(\.self).map { "TCP/\($0.port)" })
    }
}
