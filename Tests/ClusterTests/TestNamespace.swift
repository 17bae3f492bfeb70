import Testing

/// A Namespace that one test has to itself, deleted with all that is in it at the end.
final class TestNamespace {
    let name =
        "clustersetdns-test-"
        + String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    private let cluster: Cluster

    init(labels: [String: String] = [:]) throws {
        cluster = try .shared
        try label(labels)
    }

    deinit {
        // A cluster's own controllers would do the rest, but there may be none.
        for path in [path(ofImport: ""), path(ofSlice: ""), path] {
            do {
                try cluster.delete(path)
            } catch {
                Issue.record("\(name) is left over: \(error)")
            }
        }
    }

    /// Sets the labels of the Namespace itself.
    func label(_ labels: [String: String]) throws {
        try cluster.apply(
            path,
            """
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "\(name)", "labels": \(labels.json)}}
            """)
    }

    /// Makes an import with one port 80; headless without addresses.
    func putImport(_ service: String, _ addresses: String..., labels: [String: String] = [:]) throws {
        let type = addresses.isEmpty ? "Headless" : "ClusterSetIP"
        let ips = addresses.isEmpty ? "" : "\"ips\": \(addresses),"
        try cluster.apply(
            path(ofImport: "/\(service)"),
            """
            {"apiVersion": "multicluster.x-k8s.io/\(cluster.importVersion)", "kind": "ServiceImport",
             "metadata": {"name": "\(service)", "namespace": "\(name)", "labels": \(labels.json)},
             "spec": {"type": "\(type)", \(ips) "ports": [{"name": "http", "protocol": "TCP", "port": 80}]}}
            """)
    }

    func deleteImport(_ service: String) throws { try cluster.delete(path(ofImport: "/\(service)")) }

    /// Makes a slice of `service` with endpoints of `source`, by their hostnames.
    func putSlice(
        _ slice: String, of service: String, in source: String, _ endpoints: [String: String],
        notReady: [String: String] = [:]
    ) throws {
        let items = [(endpoints, "true"), (notReady, "false")].flatMap { endpoints, isReady in
            endpoints.map { host, address in
                """
                {"addresses": ["\(address)"], "hostname": "\(host)", "conditions": {"ready": \(isReady)}}
                """
            }
        }
        try cluster.apply(
            path(ofSlice: "/\(slice)"),
            """
            {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
             "metadata": {"name": "\(slice)", "namespace": "\(name)", "labels": {
              "multicluster.kubernetes.io/service-name": "\(service)",
              "multicluster.kubernetes.io/source-cluster": "\(source)"}},
             "addressType": "IPv4", "endpoints": [\(items.joined(separator: ", "))],
             "ports": [{"name": "http", "protocol": "TCP", "port": 8080}]}
            """)
    }

    func deleteSlice(_ slice: String) throws { try cluster.delete(path(ofSlice: "/\(slice)")) }

    private var path: String { "/api/v1/namespaces/\(name)" }

    private func path(ofImport suffix: String) -> String {
        "/apis/multicluster.x-k8s.io/\(cluster.importVersion)/namespaces/\(name)/serviceimports\(suffix)"
    }

    private func path(ofSlice suffix: String) -> String {
        "/apis/discovery.k8s.io/v1/namespaces/\(name)/endpointslices\(suffix)"
    }
}

extension [String: String] {
    fileprivate var json: String {
        "{\(map { "\"\($0)\": \"\($1)\"" }.joined(separator: ", "))}"
    }
}
