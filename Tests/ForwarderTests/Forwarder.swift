import Posix
import TestSupport

/// A program that others have in front of this server, and a way in which it asks.
enum Forwarder: String, Sendable {
    case coredns = "CoreDNS"
    case corednsForceTCP = "CoreDNS with force_tcp"
    case corednsPreferUDP = "CoreDNS with prefer_udp"
    case corednsTLS = "CoreDNS over TLS"
    case unbound = "unbound with 0x20 and strict QNAME minimisation"
    case unboundTLS = "unbound over TLS"
    case dnsmasq = "dnsmasq"

    /// The path of its program, or its name on the PATH; nil when it is not there.
    var program: String? {
        switch self {
        case .coredns, .corednsForceTCP, .corednsPreferUDP, .corednsTLS: CurrentProcess.environment("COREDNS")
        case .unbound, .unboundTLS: Self.installed("unbound")
        case .dnsmasq: Self.installed("dnsmasq")
        }
    }

    /// It asks over TLS, and checks the name in the certificate.
    var isSecured: Bool { self == .corednsTLS || self == .unboundTLS }

    /// Debian has them where only root looks, and `scripts/peers` unpacks what is not installed.
    private static func installed(_ name: String) -> String? {
        if isInstalled(name) { return name }
        return ["/usr/sbin/\(name)", "\(SourceTree.root)/.build/peers/usr/sbin/\(name)"].first { path in
            (try? RegularFile.read(path, atMost: 1 << 30)) ?? nil != nil
        }
    }
}

// MARK: How each is told where to ask

extension Forwarder {
    /// The arguments it is started with, once its configuration is in `folder`: listens on `address`, asks `server`.
    func configure(
        _ folder: Folder, listening address: SocketAddress, asking server: SocketAddress,
        trusting authority: String
    ) -> [String] {
        switch self {
        case .coredns: corefile(folder, address, "forward . \(server)")
        case .corednsForceTCP: corefile(folder, address, "forward . \(server) {\n  force_tcp\n }")
        case .corednsPreferUDP: corefile(folder, address, "forward . \(server) {\n  prefer_udp\n }")
        case .corednsTLS:
            corefile(
                folder, address,
                "forward . tls://\(server) {\n  tls \(authority)\n  tls_servername dns.test\n }")
        case .unbound:
            unbound(
                folder, address, "stub-addr: \(server.host)@\(server.port)",
                "use-caps-for-id: yes\n qname-minimisation: yes\n qname-minimisation-strict: yes")
        case .unboundTLS:
            unbound(
                folder, address,
                "stub-addr: \(server.host)@\(server.port)#dns.test\n stub-tls-upstream: yes",
                "tls-cert-bundle: \"\(authority)\"")
        case .dnsmasq: dnsmasq(folder, address, server)
        }
    }

    private func corefile(_ folder: Folder, _ address: SocketAddress, _ forward: String) -> [String] {
        let text = "clusterset.local:\(address.port) {\n bind \(address.host)\n \(forward)\n}\n"
        folder.write("Corefile", text)
        return ["-conf", folder("Corefile")]
    }

    private func unbound(
        _ folder: Folder, _ address: SocketAddress, _ stub: String, _ options: String
    ) -> [String] {
        folder.write(
            "unbound.conf",
            """
            server:
             interface: \(address.host)@\(address.port)
             access-control: 127.0.0.0/8 allow
             directory: "\(folder.path)"
             pidfile: "\(folder("pid"))"
             chroot: ""
             username: ""
             use-syslog: no
             do-daemonize: no
             do-not-query-localhost: no
             module-config: "iterator"
             \(options)
            remote-control:
             control-enable: no
            stub-zone:
             name: clusterset.local
             \(stub)

            """)
        return ["-d", "-c", folder("unbound.conf")]
    }

    private func dnsmasq(_ folder: Folder, _ address: SocketAddress, _ server: SocketAddress) -> [String] {
        folder.write(
            "dnsmasq.conf",
            """
            no-resolv
            no-hosts
            bind-interfaces
            listen-address=\(address.host)
            port=\(address.port)
            server=/clusterset.local/\(server.host)#\(server.port)
            edns-packet-max=1232

            """)
        return ["--no-daemon", "--pid-file=\(folder("pid"))", "--conf-file=\(folder("dnsmasq.conf"))"]
    }
}
