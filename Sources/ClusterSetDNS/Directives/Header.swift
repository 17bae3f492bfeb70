import Answering
import Corefile

/// `header { query|response set|clear aa|ra|rd… }`: what the flags of responses are, whatever answers behind it.
struct HeaderDirective: Directive {
    static let name = "header"

    private var edit = HeaderEdit()

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        guard !stanza.properties.isEmpty else { throw stanza.argumentCountError() }
        // A response takes RD from its query, so that what a query is changed to comes before what its response is.
        for property in stanza.properties where try Self.isAboutQueries(property) {
            for rule in try Self.rules(property) where rule.flag == .rd {
                edit.force(rule.flag, to: rule.isSet)
            }
        }
        for property in stanza.properties where try !Self.isAboutQueries(property) {
            for rule in try Self.rules(property) { edit.force(rule.flag, to: rule.isSet) }
        }
    }

    private static func isAboutQueries(_ property: Stanza) throws(CorefileError) -> Bool {
        let selector = property.name.text.lowercased()
        switch selector {
        case "query": return true
        case "response": return false
        default:
            throw property.plainError(
                at: property.name,
                "setting up rule: invalid selector=\(selector) should be query or response")
        }
    }

    private static func rules(
        _ property: Stanza
    ) throws(CorefileError) -> [(flag: HeaderEdit.Flag, isSet: Bool)] {
        guard let action = property.arguments.first else {
            throw property.plainError(at: property.name, "setting up rule: no flag action provided")
        }
        let flags = property.arguments.dropFirst()
        guard !flags.isEmpty else {
            throw property.plainError(
                at: action, "setting up rule: invalid length for flags, at least one should be provided")
        }
        let word = action.text.lowercased()
        guard word == "set" || word == "clear" else {
            throw property.plainError(
                at: action, "setting up rule: unknown flag action=\(word), should be set or clear")
        }
        var rules: [(flag: HeaderEdit.Flag, isSet: Bool)] = []
        for token in flags { rules.append((try flag(token, in: property), word == "set")) }
        return rules
    }

    private static func flag(_ token: Token, in property: Stanza) throws(CorefileError) -> HeaderEdit.Flag {
        switch token.text.lowercased() {
        case "aa": return .aa
        case "ra": return .ra
        case "rd": return .rd
        case let other:
            throw property.plainError(at: token, "setting up rule: unknown/unsupported flag=\(other)")
        }
    }

    func apply(to block: inout BlockPlan) {
        block.editHeaders(edit)
    }
}
