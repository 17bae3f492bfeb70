import Corefile
import Posix

/// Finds zones that two server blocks would serve at the same address.
struct BindingOverlaps {
    /// A zone at a port; the hosts it is served on, nil for all of them.
    private var hosts: [String: [SocketAddress?]] = [:]

    /// Notes that `key` is served on `host` (nil: everywhere), or throws CoreDNS's error when it cannot be.
    mutating func add(_ key: ServerKey, host: SocketAddress?, port: UInt16) throws(CorefileError) {
        let zone = "\(key.scheme.rawValue)://\(key.zone):\(port)"
        let text = zone + (host.map { " on \($0.host)" } ?? "")
        let others = hosts[zone, default: []]
        guard !others.contains(host) else {
            throw .plain("cannot serve \(text) - it is already defined", at: key.place)
        }
        if let other = others.first(where: { $0 == nil || host == nil }) {
            let overlapping = zone + (other.map { " on \($0.host)" } ?? "")
            throw .plain(
                "cannot serve \(text) - zone overlap listener capacity with \(overlapping)", at: key.place)
        }
        hosts[zone] = others + [host]
    }
}
