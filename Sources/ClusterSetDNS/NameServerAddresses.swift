import Answering
import DNSWire
import Posix

/// Where clients reach this server, as far as its listen addresses tell.
enum NameServerAddresses {
    /// The addresses of `listening`, a wildcard standing for those of the interfaces; loopback ones only if there are no
    /// others (as CoreDNS has it, which then has none), link-local ones never.
    static func from(_ listening: [SocketAddress]) -> [IPAddress] {
        let interfaces = (try? InterfaceAddresses().entries.map(\.address)) ?? []
        let all = listening.flatMap { address in
            address.isWildcard ? interfaces.filter { !address.isIPv4 || $0.isIPv4 } : [address]
        }
        let reachable = all.filter { $0.scope == 0 }.map { IPAddress(mapped: $0.address) }
        let remote = reachable.filter { !$0.isLoopback }
        var seen: Set<IPAddress> = []
        return (remote.isEmpty ? reachable : remote).filter { seen.insert($0).inserted }
    }
}

extension IPAddress {
    /// Whether this is an address of the machine itself, 127.0.0.0/8 or ::1.
    fileprivate var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6(let number): number == 1
        }
    }
}
