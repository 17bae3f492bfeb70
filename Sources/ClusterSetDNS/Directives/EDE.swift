import Answering
import Corefile

/// `ede [on|off]`: whether responses that bring nothing say why (RFC 8914). They do unless it is off.
struct EDEDirective: Directive {
    static let name = "ede"
    static let isUnique = true
    static let handlesQueries = false

    private let isOn: Bool

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        let argument = try stanza.arguments(0...1).first
        switch argument?.text {
        case nil, "on": isOn = true
        case "off": isOn = false
        default:
            throw stanza.error(
                at: argument ?? stanza.name, "unknown argument '\(argument?.text ?? "")'",
                hint: "write `ede on` or `ede off`")
        }
    }

    func apply(to block: inout BlockPlan) {
        block.chain.style.explains = isOn
    }
}
