import Corefile
import DNSWire

extension Stanza {
    /// Tokens as the names of zones; a CIDR prefix gives its reverse zones.
    func names(_ tokens: some Sequence<Token>) throws(CorefileError) -> [Name] {
        var names: [Name] = []
        for zone in try zones(tokens) {
            guard let name = Name(zone) else {
                throw error(at: self.name, "zone is not a valid domain name: \(zone)")
            }
            names.append(name)
        }
        return names
    }
}
