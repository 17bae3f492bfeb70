import TestSupport

/// Lines of a watch that no API server in its right mind would write.
enum WatchLine {
    /// What happened to an import of the namespace `default`.
    static func event(_ type: String, _ name: String, _ address: String, version: Int, uid: String) -> String
    {
        """
        {"type":"\(type)","object":{"apiVersion":"multicluster.x-k8s.io/v1beta1","kind":"ServiceImport",\
        "metadata":{"name":"\(name)","namespace":"default","uid":"\(uid)","resourceVersion":"\(version)"},\
        "spec":{"type":"ClusterSetIP","ips":["\(address)"],"ports":[]}}}
        """
    }
}

extension FakeAPIServer {
    /// Stores an import of one address in the namespace `default` that is called the same by all of its events.
    @discardableResult
    func putImport(_ name: String, address: String, uid: String) throws -> Int {
        try put(
            """
            {"kind": "ServiceImport", "metadata": {"name": "\(name)", "namespace": "default", "uid": "\(uid)"},
             "spec": {"type": "ClusterSetIP", "ips": ["\(address)"], "ports": []}}
            """)
    }
}
