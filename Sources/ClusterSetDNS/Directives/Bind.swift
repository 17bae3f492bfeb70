import Corefile
import DNSWire
import Posix

/// `bind ADDRESS|INTERFACE… { except … }`: the addresses to listen on.
struct BindDirective: Directive {
    static let name = "bind"
    static let handlesQueries = false

    private let addresses: [SocketAddress]

    init(_ stanza: Stanza) throws(CorefileError) {
        guard !stanza.arguments.isEmpty else {
            throw stanza.plainError(at: stanza.name, "at least one address or interface name is expected")
        }
        var exceptions: [SocketAddress] = []
        for property in stanza.properties {
            guard property.name.text == "except" else {
                throw stanza.plainError(at: property.name, "invalid option \"\(property.name.text)\"")
            }
            guard !property.arguments.isEmpty else {
                throw stanza.plainError(
                    at: property.name,
                    "at least one address or interface must be given to except subdirective")
            }
            for argument in property.arguments { exceptions += try Self.resolve(argument, in: stanza) }
        }
        var addresses: [SocketAddress] = []
        for argument in stanza.arguments {
            addresses += try Self.resolve(argument, in: stanza).filter { !exceptions.contains($0) }
        }
        self.addresses = addresses
    }

    /// The addresses, port 0, that `argument` stands for: its own, or those of the interface of that name.
    private static func resolve(_ argument: Token, in stanza: Stanza) throws(CorefileError) -> [SocketAddress]
    {
        let interfaces = (try? InterfaceAddresses())?[argument.text] ?? []
        if !interfaces.isEmpty { return interfaces }
        guard let address = SocketAddress(argument.text, port: 0) else {
            throw stanza.plainError(
                at: argument, "not a valid IP address or interface name: \"\(argument.text)\"")
        }
        return [address]
    }

    func apply(to block: inout BlockPlan) {
        block.hosts = (block.hosts ?? []) + addresses.filter { !(block.hosts ?? []).contains($0) }
    }
}
