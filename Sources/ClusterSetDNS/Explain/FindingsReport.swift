import ClusterSet
import DNSWire

/// What a zone knows of one service, line by line.
struct FindingsReport {
    private let findings: Findings
    /// In Unix seconds.
    private let now: Double

    init(_ findings: Findings, now: Double) {
        self.findings = findings
        self.now = now
    }

    /// The object that the service's names come from.
    var object: [String] {
        let id = "\(findings.id.namespace)/\(findings.id.name)"
        guard let kind = findings.kind else {
            return ["no ServiceImport \(id): the EndpointSlices below wait for one"]
        }
        let ports = findings.ports.map { port in
            "\(port.name.isEmpty ? "(no name)" : port.name) \(port.number)/\(port.transport.rawValue)"
        }
        var lines = ["ServiceImport \(id), type \(kind == .headless ? "Headless" : "ClusterSetIP")"]
        let addresses = findings.addresses.map(\.description).joined(separator: ", ")
        if kind == .clusterSetIP { lines.append("spec.ips    \(addresses.isEmpty ? "none yet" : addresses)") }
        lines.append("spec.ports  \(ports.isEmpty ? "none" : ports.joined(separator: ", "))")
        return lines
    }

    /// The source clusters, each with how many endpoints it has, and how many of them are ready.
    var clusters: [String] {
        let slices = Dictionary(grouping: findings.slices) { $0.cluster?.description ?? Self.noCluster }
        return slices.sorted { $0.key < $1.key }.map { cluster, slices in
            let endpoints = slices.flatMap { Array($0.endpoints) }
            return "\(cluster): \(endpoints.count) endpoint\(endpoints.count == 1 ? "" : "s"), "
                + "\(endpoints.count(where: \.isReady)) ready"
        }
    }

    private static let noCluster = "no source-cluster label, so its endpoints have no names"

    /// Every slice with its endpoints, their state and age.
    var slices: [String] {
        findings.slices.flatMap { slice in
            let age = slice.created.map { "\(Age.text(now - Double($0))) old" } ?? "of unknown age"
            let cluster = slice.cluster.map { "from \($0)" } ?? "without a source cluster"
            return ["\(slice.id.namespace)/\(slice.id.name) \(cluster), \(age)"]
                + slice.endpoints.flatMap { endpoint in lines(of: endpoint, in: slice) }
        }
    }

    private func lines(of endpoint: Endpoint, in slice: EndpointSlice) -> [String] {
        guard !endpoint.addresses.isEmpty else { return ["  (no address)  counts for nothing"] }
        return endpoint.addresses.map { address in
            let state = endpoint.isReady ? "ready" : "not ready"
            var line = "  \(address.description.padded(to: 15)) \(state.padded(to: 9))"
            if findings.kind == .headless, endpoint.isReady, let cluster = slice.cluster {
                let label = Findings.label(of: endpoint, at: address)
                line += label.map { " named \($0).\(cluster)" } ?? " its hostname is no DNS label: no name"
            }
            return line
        }
    }
}

/// How long ago something was, as `kubectl get` writes it.
enum Age {
    /// `seconds` in the largest unit that leaves at least two of it: `90s`, `45m`, `30h`, `12d`.
    static func text(_ seconds: Double) -> String {
        let seconds = max(0, Int(min(seconds, 1e12)))
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }
}
