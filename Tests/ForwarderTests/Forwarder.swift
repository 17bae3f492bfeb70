import Posix
import TestSupport

/// A program that others have in front of this server, and a way in which it asks.
enum Forwarder: String, Sendable {
    case coredns = "CoreDNS"
    case corednsForceTCP = "CoreDNS with force_tcp"
    case corednsPreferUDP = "CoreDNS with prefer_udp"
    case corednsTLS = "CoreDNS over TLS"
    case corednsCache = "CoreDNS with cache"
    case unbound = "unbound with 0x20 and strict QNAME minimisation"
    case unboundTLS = "unbound over TLS"
    case dnsmasq = "dnsmasq"
    case knotResolver = "Knot Resolver"
    case knotResolverTLS = "Knot Resolver over TLS"

    /// The path of its program, or its name on the PATH; nil when it is not there.
    var program: String? {
        switch self {
        case .coredns, .corednsForceTCP, .corednsPreferUDP, .corednsTLS, .corednsCache:
            CurrentProcess.environment("COREDNS").flatMap { $0.isEmpty ? nil : $0 }
        case .unbound, .unboundTLS: Self.installed("unbound", unpacked: "usr/sbin/unbound")
        case .dnsmasq: Self.installed("dnsmasq")
        case .knotResolver, .knotResolverTLS: Self.installed("kresd", unpacked: "kresd")
        }
    }

    /// It asks over TLS, and checks the name in the certificate.
    var isSecured: Bool { [.corednsTLS, .unboundTLS, .knotResolverTLS].contains(self) }

    /// Debian has them where only root looks, and `scripts/peers` unpacks what is not installed.
    private static func installed(_ name: String, unpacked: String? = nil) -> String? {
        if isInstalled(name) { return name }
        let places =
            ["/usr/sbin/\(name)"] + (unpacked.map { ["\(SourceTree.root)/.build/peers/\($0)"] } ?? [])
        return places.first { (try? RegularFile.read($0, atMost: 1 << 30)) ?? nil != nil }
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
        case .corednsCache:
            // Its floor of five seconds would hide how long the server lets things be kept.
            corefile(
                folder, address,
                "cache {\n  success 9984 30 1\n  denial 9984 30 1\n }\n forward . \(server)")
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
        case .knotResolver: knotResolver(folder, address, "policy.STUB('\(server.host)@\(server.port)')")
        case .knotResolverTLS:
            knotResolver(
                folder, address,
                """
                policy.TLS_FORWARD({{
                 '\(server.host)@\(server.port)', hostname = 'dns.test', ca_file = '\(authority)' }})
                """)
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

    /// What it does by itself towards the rest of the world is left out; and it, too, keeps nothing for less than five
    /// seconds, unless it is told to.
    private func knotResolver(_ folder: Folder, _ address: SocketAddress, _ action: String) -> [String] {
        folder.write(
            "kresd.conf",
            """
            net.listen('\(address.host)', \(address.port), { kind = 'dns' })
            for _, name in ipairs({ 'ta_update', 'ta_signal_query', 'priming' }) do modules.unload(name) end
            for _, name in ipairs({ 'detect_time_skew', 'detect_time_jump' }) do modules.unload(name) end
            trust_anchors.remove('.')
            cache.size = 10 * MB
            cache.min_ttl(0)
            policy.add(policy.suffix(\(action), policy.todnames({ 'clusterset.local' })))

            """)
        return ["--noninteractive", "--config=\(folder("kresd.conf"))", folder.path]
    }
}
