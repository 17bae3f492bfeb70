import Corefile
import DNSWire
import Posix

/// What a whole Corefile comes to: server blocks, and which of them is asked at which address. Nothing is open yet.
struct ServerPlan {
    /// One zone served at one address.
    struct Binding {
        let address: SocketAddress
        /// The address as CoreDNS's metrics write it.
        let server: String
        let zone: Name
        /// Whether it is served over TLS, and nothing else.
        let isSecured: Bool
        /// An index into `blocks`.
        let block: Int
        /// What CoreDNS prints for it at start-up.
        let line: String

        /// The zone as CoreDNS's metrics write it.
        var zoneText: String { zone.folded.description }
    }

    var blocks: [BlockPlan] = []
    /// In the order of the file.
    var bindings: [Binding] = []
    var warnings: [String] = []

    /// The addresses to listen on, each once, in the order of the file.
    var addresses: [SocketAddress] {
        var seen: Set<SocketAddress> = []
        return bindings.map(\.address).filter { seen.insert($0).inserted }
    }

    /// What an operator is told of the directives, each once.
    var notices: [BlockPlan.Notice] {
        var seen: Set<BlockPlan.Notice> = []
        return blocks.flatMap(\.notices).filter { seen.insert($0).inserted }
    }

    /// How many sockets of each kind `address` gets: what the last of its blocks says that says anything.
    func socketCount(at address: SocketAddress) -> Int? {
        bindings.last { $0.address == address && blocks[$0.block].socketCount != nil }
            .flatMap { blocks[$0.block].socketCount }
    }

    /// How the Corefile is followed; nil when it is not.
    var reload: ReloadDirective.Plan? { blocks.compactMap(\.reload).last }

    /// What every `multicluster` stanza asks for.
    var multiclusterPlans: [MulticlusterPlan] {
        blocks.flatMap(\.multiclusterPlans)
    }

    /// The plan of `document`, whose server blocks listen on `port` where they name none.
    static func make(from document: Document, port: UInt16) -> (plan: ServerPlan, errors: [CorefileError]) {
        var plan = ServerPlan()
        var errors: [CorefileError] = []
        var overlaps = BindingOverlaps()
        plan.warnings = document.warnings.map { "\($0.place): \($0.text)" }
        for block in document.blocks {
            do throws(CorefileError) {
                var blockPlan = BlockPlan(keys: try block.serverKeys())
                errors += Directives.apply(block, to: &blockPlan)
                try plan.append(blockPlan, port: port, overlaps: &overlaps)
            } catch {
                errors.append(error)
            }
        }
        plan.tellNameServerAddresses()
        plan.warnOfCertificates()
        return (plan, errors)
    }

    private mutating func append(
        _ block: BlockPlan, port: UInt16, overlaps: inout BindingOverlaps
    ) throws(CorefileError) {
        for key in block.keys {
            guard key.scheme == .dns || key.scheme == .tls else {
                throw .parsing(
                    "scheme '\(key.scheme.rawValue)://' is not served by this version", at: key.place,
                    hint:
                        "write the zone without it for DNS over UDP and TCP, or with tls:// for DNS over TLS")
            }
            guard let zone = Name(key.zone) else {
                throw .parsing("zone is not a valid domain name: \(key.zone)", at: key.place)
            }
            let port = key.port(orForDNS: port)
            for host in block.hosts.map({ $0.map(Optional.some) }) ?? [nil] {
                try overlaps.add(key, host: host, port: port)
                let address = host?.with(port: port) ?? .wildcard(port: port)
                let isSecured = key.scheme == .tls
                guard !bindings.contains(where: { $0.address == address && $0.isSecured != isSecured }) else {
                    throw .plain(
                        "cannot serve \(key.address(dnsPort: port)) - \(address) is served "
                            + (isSecured ? "without" : "with") + " TLS already", at: key.place)
                }
                bindings.append(
                    Binding(
                        address: address,
                        server: "\(key.scheme.rawValue)://"
                            + (host?.with(port: port).description ?? ":\(port)"),
                        zone: zone,
                        isSecured: isSecured,
                        block: blocks.count,
                        line: (isSecured ? "tls://" : "") + "\(key.zone):\(port)"
                            + (host.map { " on \($0.host)" } ?? "")))
            }
        }
        blocks.append(block)
    }

    /// Tells every zone where its name server, `ns.dns` in it, is reached: at the addresses its block listens on.
    private mutating func tellNameServerAddresses() {
        for index in blocks.indices {
            let addresses = NameServerAddresses.from(bindings.filter { $0.block == index }.map(\.address))
            blocks[index].tell(nameServerAddresses: addresses)
        }
    }
}
