import Corefile
import DNSWire

/// `acl [ZONES…] { allow|block|filter|drop [type TYPE…] [net CIDR…] }`: who may ask for what.
struct ACLDirective: Directive {
    static let name = "acl"

    private let stanza: Stanza
    private let zones: [Name]
    private let policies: [AccessControl.Policy]

    init(_ stanza: Stanza) throws(CorefileError) {
        self.stanza = stanza
        zones = try stanza.names(stanza.arguments)
        var policies: [AccessControl.Policy] = []
        for property in stanza.properties { policies.append(try Self.policy(property)) }
        self.policies = policies
    }

    private static func policy(_ property: Stanza) throws(CorefileError) -> AccessControl.Policy {
        guard let action = AccessControl.Action(rawValue: property.name.text.lowercased()) else {
            throw property.error(
                at: property.name,
                "unexpected token \(property.name.text.goQuoted); expect 'allow', 'block', 'filter' or 'drop'"
            )
        }
        var policy = AccessControl.Policy(action: action)
        var rest = property.arguments[...]
        while let section = rest.popFirst() {
            guard let word = Section(rawValue: section.text.lowercased()) else {
                throw property.error(
                    at: section, "unexpected token \(section.text.goQuoted); expect 'type | net'")
            }
            let tokens = rest.prefix { Section(rawValue: $0.text.lowercased()) == nil }
            rest = rest.dropFirst(tokens.count)
            guard !tokens.isEmpty else {
                throw property.error(
                    at: section, "no token specified in \(word.rawValue.goQuoted) section")
            }
            switch word {
            case .type: policy.types = try types(tokens, in: property)
            case .net: policy.networks = try networks(tokens, in: property)
            }
        }
        return policy
    }

    private enum Section: String {
        case type
        case net
    }

    /// The types before any `*`; nil, all of them, when there is one.
    private static func types(
        _ tokens: ArraySlice<Token>, in property: Stanza
    ) throws(CorefileError) -> Set<RRType>? {
        var types: Set<RRType> = []
        for token in tokens {
            guard token.text != "*" else { return nil }
            guard let type = RRType(token.text), type.description == token.text else {
                throw property.error(
                    at: token, "unexpected token \(token.text.goQuoted); expect legal QTYPE")
            }
            types.insert(type)
        }
        return types
    }

    /// The networks before any `*`; nil, all of them, when there is one. An address is the network of itself.
    private static func networks(
        _ tokens: ArraySlice<Token>, in property: Stanza
    ) throws(CorefileError) -> [Subnet]? {
        var networks: [Subnet] = []
        for token in tokens {
            let text = token.text
            guard text != "*" else { return nil }
            let notation = text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32")
            guard let prefix = AddressPrefix(notation) else {
                throw property.error(at: token, "illegal CIDR notation \(notation.goQuoted)")
            }
            networks.append(Subnet(prefix))
        }
        return networks
    }

    /// Puts the rule behind those of the block's other stanzas, whose control of access is one.
    func apply(to block: inout BlockPlan) {
        let rule = AccessControl.Rule(zones: zones.isEmpty ? block.origins : zones, policies: policies)
        if case .responder(let responder) = block.links.last, let former = responder as? AccessControl {
            block.links[block.links.count - 1] = .responder(AccessControl(former.rules + [rule]))
        } else {
            block.links.append(.responder(AccessControl([rule])))
        }
    }
}
