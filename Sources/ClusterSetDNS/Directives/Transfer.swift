import Corefile
import DNSWire
import Posix

/// `transfer [ZONE…] { to ADDRESS…|*; source ADDRESS… }`: who may have zones whole, and is told of their changes.
struct TransferDirective: Directive {
    static let name = "transfer"

    private static let port: UInt16 = 53

    private let zones: [Name]
    private var plan = TransferPlan()

    init(_ stanza: Stanza) throws(CorefileError) {
        var zones: [Name] = []
        for zone in try stanza.zones(stanza.arguments) {
            guard let name = Name(zone) else {
                throw stanza.error(at: stanza.name, "zone is not a valid domain name: \(zone)")
            }
            zones.append(name)
        }
        self.zones = zones
        for property in stanza.properties {
            switch property.name.text {
            case "to": try readClients(property)
            case "source": try readSources(property)
            case let word:
                // CoreDNS says its name twice here, and below.
                throw property.error(at: property.name, "unknown property \(word.goQuoted)").within(Self.name)
            }
        }
        guard plan.allowsAll || !plan.secondaries.isEmpty else {
            throw stanza.error(at: stanza.name, "'to' is required").within(Self.name)
        }
    }

    private mutating func readClients(_ property: Stanza) throws(CorefileError) {
        guard !property.arguments.isEmpty else { throw property.argumentCountError() }
        for argument in property.arguments {
            guard argument.text != "*" else {
                plan.allowsAll = true
                continue
            }
            let address = try Self.address(argument, in: property)
            if !plan.secondaries.contains(address) { plan.secondaries.append(address) }
        }
    }

    private mutating func readSources(_ property: Stanza) throws(CorefileError) {
        guard !property.arguments.isEmpty else { throw property.argumentCountError() }
        for argument in property.arguments {
            guard let address = Self.address(argument.text, port: 0) else {
                throw property.plainError(at: argument, "must specify an IP address: `\(argument.text)'")
            }
            guard !plan.sources.contains(where: { $0.isIPv4 == address.isIPv4 }) else {
                throw property.plainError(
                    at: argument, "a second source of the same family: `\(argument.text)'")
            }
            plan.sources.append(address)
        }
    }

    /// An address, or an address and a port, as CoreDNS reads them.
    private static func address(_ token: Token, in property: Stanza) throws(CorefileError) -> SocketAddress {
        let text = token.text
        if let address = address(text, port: port) { return address }
        guard let pair = try? GoHostPort(text) else {
            throw property.plainError(at: token, "must specify an IP address: `\(text)'")
        }
        guard let address = address(pair.host, port: port) else {
            throw property.plainError(at: token, "must specify an IP address: `\(pair.host)'")
        }
        guard !pair.port.isEmpty else { return address }
        guard let number = UInt16(pair.port), number > 0 else {
            throw property.plainError(at: token, "invalid port: `\(pair.port)'")
        }
        return address.with(port: number)
    }

    /// The address that `text` is, without an interface.
    private static func address(_ text: String, port: UInt16) -> SocketAddress? {
        text.contains("%") ? nil : SocketAddress(text, port: port)
    }

    func apply(to block: inout BlockPlan) {
        var plan = plan
        plan.zones = zones.isEmpty ? block.origins : zones
        block.transfers.append(plan)
        block.gatekeepers = block.links.count
    }
}
