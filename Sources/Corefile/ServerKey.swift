/// One zone that a server block serves, and by which protocol: `[SCHEME://]ZONE[:PORT]`.
package struct ServerKey: Hashable, Sendable {
    package let scheme: Scheme

    /// In lower case, with the final dot.
    package let zone: String

    /// The port as written; nil if the scheme's own is meant.
    package let port: UInt16?

    /// Where the key stands in the Corefile.
    package let place: Place

    /// The keys that a token stands for: one, or the reverse zones of a CIDR prefix in rising order.
    package static func read(_ key: Token) throws(CorefileError) -> [ServerKey] {
        let (scheme, rest) = Scheme.split(key.text)
        do throws(ZoneText.Invalid) {
            let text = try ZoneText(rest)
            return text.zones.map { ServerKey(scheme: scheme, zone: $0, port: text.port, place: key.place) }
        } catch {
            throw .plain(ZoneText.inspecting(error.reason), at: key.place)
        }
    }

    /// The port to listen on, where plain DNS has `dnsPort` unless the key says otherwise.
    package func port(orForDNS dnsPort: UInt16) -> UInt16 {
        port ?? (scheme == .dns ? dnsPort : scheme.defaultPort)
    }

    /// The key as CoreDNS prints it, such as `dns://clusterset.local.:53`.
    package func address(dnsPort: UInt16) -> String {
        "\(scheme.rawValue)://\(zone):\(port(orForDNS: dnsPort))"
    }
}
