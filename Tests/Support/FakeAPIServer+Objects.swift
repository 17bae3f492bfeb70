/// Changes to the objects. Each returns the resourceVersion after it.
extension FakeAPIServer {
    /// A resource by its plural; `any` only where requests are told apart.
    package enum Resource: String {
        case serviceImports = "serviceimports"
        case endpointSlices = "endpointslices"
        case namespaces
        /// Everything of the API that is no resource: its groups and versions.
        case discovery
        case any = "*"
    }

    /// Stores an object, or the items of a List, given as JSON with `kind` and `metadata.name`.
    @discardableResult
    package func put(_ json: String) throws -> Int { try version(ask("POST", "objects", json)) }

    /// Stores any JSON at a place: `namespace/name`, or the name of a namespace.
    @discardableResult
    package func put(_ resource: Resource, _ place: String, _ json: String) throws -> Int {
        try version(ask("PUT", "objects/\(resource.rawValue)/\(place)", json))
    }

    @discardableResult
    package func delete(_ resource: Resource, _ place: String) throws -> Int {
        try version(ask("DELETE", "objects/\(resource.rawValue)/\(place)"))
    }

    /// Stores an import of one port 80 in the namespace `default`; headless without addresses.
    @discardableResult
    package func putImport(_ name: String, addresses: [String] = []) throws -> Int {
        let type = addresses.isEmpty ? "Headless" : "ClusterSetIP"
        return try put(
            """
            {"kind": "ServiceImport", "metadata": {"name": "\(name)", "namespace": "default"},
             "spec": {"type": "\(type)", "ips": \(addresses), "ports": [{"name": "http", "port": 80}]}}
            """)
    }

    /// Stores a slice of `service` in the namespace `default`.
    @discardableResult
    package func putSlice(_ name: String, of service: String, addresses: [String]) throws -> Int {
        let endpoints = addresses.map { "{\"addresses\": [\"\($0)\"], \"conditions\": {\"ready\": true}}" }
            .joined(separator: ", ")
        return try put(
            """
            {"kind": "EndpointSlice", "metadata": {"name": "\(name)", "namespace": "default", "labels": {
              "multicluster.kubernetes.io/service-name": "\(service)",
              "multicluster.kubernetes.io/source-cluster": "cluster1"}},
             "addressType": "IPv4", "endpoints": [\(endpoints)], "ports": [{"name": "http", "port": 8080}]}
            """)
    }

    /// Stores imports `svc-0`… over the namespaces `ns-0`…, each with as many slices of as many endpoints.
    @discardableResult
    package func fill(
        imports: Int, slices: Int = 1, endpoints: Int = 1, namespaces: Int = 1, headless: Bool = false,
        managedFields: Bool = false
    ) throws -> Int {
        try version(
            ask(
                "POST", "bulk",
                """
                {"imports": \(imports), "slices": \(slices), "endpoints": \(endpoints),
                 "namespaces": \(namespaces), "headless": \(headless), "managedFields": \(managedFields)}
                """))
    }

    /// Begins to change objects in turn, each to a new address, and returns at once.
    package func churn(_ resource: Resource = .serviceImports, rate: Int, seconds: Double) throws {
        try ask(
            "POST", "churn",
            "{\"rate\": \(rate), \"seconds\": \(seconds), \"resource\": \"\(resource.rawValue)\"}")
    }

    /// Makes every older resourceVersion too old.
    package func compact() throws { try ask("POST", "compact") }

    /// Keeps the present state for `restore`.
    package func save() throws { try ask("POST", "save") }

    /// Goes back to the state saved, or only to an older resourceVersion, and cuts every connection.
    @discardableResult
    package func restore(resourceVersion: Int? = nil) throws -> Int {
        let body = resourceVersion.map { "{\"resourceVersion\": \($0)}" } ?? ""
        return try version(ask("POST", "restore", body))
    }

    private func version(_ reply: FakeReply) -> Int { reply.number("resourceVersion") ?? 0 }
}
