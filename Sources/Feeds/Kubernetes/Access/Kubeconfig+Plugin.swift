extension Kubeconfig {
    /// Reads a user's `exec`; `access` and `cluster` are what the plugin may be told.
    func plugin(
        _ exec: YAMLField, _ access: ClusterAccess, _ cluster: YAMLField
    ) throws(YAMLError) -> ExecPlugin {
        let version = try exec["apiVersion"]
        guard let versionText = try version.text(), ExecPlugin.versions.contains(versionText) else {
            throw version.expected(ExecPlugin.versions.joined(separator: " or "))
        }
        let command = try exec["command"]
        guard let program = try command.text() else { throw command.expected("a program") }
        try checkInteraction(exec["interactiveMode"], isOptional: versionText != ExecPlugin.versions[0])

        var plugin = ExecPlugin(version: versionText, command: program)
        if program.contains("/") { plugin.command = resolved(program) }
        for item in try exec["args"].items() { plugin.arguments.append(try item.string() ?? "") }
        plugin.environment = try environment(exec["env"])
        plugin.installHint = try exec["installHint"].text()
        let tellsCluster = try exec["provideClusterInfo"].bool() ?? false
        plugin.environment["KUBERNETES_EXEC_INFO"] = JSONText.object([
            ("apiVersion", JSONText.string(versionText)),
            ("kind", JSONText.string("ExecCredential")),
            (
                "spec",
                JSONText.object(
                    (tellsCluster ? [("cluster", try description(of: cluster, access))] : [])
                        + [("interactive", "false")])
            ),
        ])
        return plugin
    }

    private func checkInteraction(_ field: YAMLField, isOptional: Bool) throws(YAMLError) {
        switch try field.text() {
        case "Never", "IfAvailable": return
        case nil where isOptional: return
        default: throw field.expected("Never or IfAvailable, for a server has no terminal")
        }
    }

    private func environment(_ list: YAMLField) throws(YAMLError) -> [String: String] {
        var environment: [String: String] = [:]
        for item in try list.items() {
            let name = try item["name"]
            guard let text = try name.text(), !text.contains("=") else {
                throw name.expected("the name of a variable")
            }
            environment[text] = try item["value"].string() ?? ""
        }
        return environment
    }

    /// The cluster as a plugin is told of it (client.authentication.k8s.io/v1 Cluster).
    private func description(of cluster: YAMLField, _ access: ClusterAccess) throws(YAMLError) -> String {
        var members = [("server", JSONText.string(access.server))]
        if let name = access.tls.serverName { members.append(("tls-server-name", JSONText.string(name))) }
        if !access.tls.verifies { members.append(("insecure-skip-tls-verify", "true")) }
        if let authorities = access.tls.certificateAuthorities {
            members.append(("certificate-authority-data", JSONText.string(Base64.encoded(authorities))))
        }
        if let proxy = try cluster["proxy-url"].text() {
            members.append(("proxy-url", JSONText.string(proxy)))
        }
        for extra in try cluster["extensions"].items()
        where try extra["name"].string() == "client.authentication.k8s.io/exec" {
            if let node = try extra["extension"].node { members.append(("config", JSONText.value(node))) }
        }
        return JSONText.object(members)
    }
}
