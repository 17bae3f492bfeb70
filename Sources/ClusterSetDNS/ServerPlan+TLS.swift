import Posix

/// What a Corefile comes to for `tls://` zones.
extension ServerPlan {
    /// Whether connections to `address` are secured.
    func isSecured(_ address: SocketAddress) -> Bool {
        bindings.contains { $0.address == address && $0.isSecured }
    }

    /// What connections to `address` are secured with: one certificate for all of its zones, that of the last block
    /// that has one, as CoreDNS has it.
    func tls(at address: SocketAddress) -> TLSPlan? {
        bindings.last { $0.address == address && blocks[$0.block].tls != nil }.flatMap {
            blocks[$0.block].tls
        }
    }

    /// Warns of addresses that no handshake comes to its end at, and of certificates that nobody sees.
    mutating func warnOfCertificates() {
        for address in addresses where isSecured(address) {
            let files = Set(
                bindings.filter { $0.address == address }.compactMap { blocks[$0.block].tls?.files })
            if files.isEmpty {
                warnings.append("tls://\(address) has no certificate: say `tls CERT KEY` in its server block")
            } else if files.count > 1 {
                warnings.append("tls://\(address) has several certificates: only the last is used")
            }
        }
    }
}
