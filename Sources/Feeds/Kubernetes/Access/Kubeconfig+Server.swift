extension Kubeconfig {
    /// Reads how the server is reached and known from the section of a cluster.
    func setServer(_ section: YAMLField, in access: inout ClusterAccess) throws(YAMLError) {
        access.proxy = try proxy(section["proxy-url"])
        access.tls.certificateAuthorities = try octets(section, "certificate-authority", .certificates)
        let insecure = try section["insecure-skip-tls-verify"]
        access.tls.verifies = try insecure.bool() != true
        guard access.tls.verifies || access.tls.certificateAuthorities == nil else {
            throw insecure.expected("false, for there is a certificate authority")
        }
        let name = try section["tls-server-name"]
        access.tls.serverName = try name.text()
        guard access.tls.serverName?.allSatisfy({ ServerURL.isInName($0) || $0 == ":" }) ?? true else {
            throw name.expected("the name of a host")
        }
    }

    private func proxy(_ field: YAMLField) throws(YAMLError) -> String? {
        guard let url = try field.text() else { return nil }
        let isPrintable = url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        for scheme in ["http", "https", "socks5"] where isPrintable && url.hasPrefix("\(scheme)://") {
            let rest = url.dropFirst(scheme.utf8.count + 3)
            guard !rest.isEmpty else { break }
            // client-go has the proxy look names up, which libcurl calls by another name.
            return scheme == "socks5" ? "socks5h://\(rest)" : url
        }
        throw field.expected("http://HOST:PORT, or https or socks5 instead of http")
    }
}
