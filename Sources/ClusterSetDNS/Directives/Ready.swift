import Corefile
import Posix

/// `ready [ADDRESS] { monitor until-ready|continuously }`: tells whoever asks by HTTP whether every feed is synced.
struct ReadyDirective: Directive {
    static let name = "ready"
    static let isUnique = true
    static let handlesQueries = false

    /// What a block's `ready` asks for.
    struct Plan: Hashable {
        var address = SocketAddress.wildcard(port: 8181)
        /// Whether what was ready once is asked again.
        var isContinuous = false
    }

    private var plan = Plan()

    init(_ stanza: Stanza) throws(CorefileError) {
        plan.address = try stanza.httpAddress(orElse: plan.address)
        for property in stanza.properties {
            guard property.name.text == "monitor" else { throw property.unknownProperty() }
            let argument = try property.argument()
            switch argument.text {
            case "until-ready": plan.isContinuous = false
            case "continuously": plan.isContinuous = true
            case let word: throw property.error(at: argument, "monitor type '\(word)' not supported")
            }
        }
    }

    func apply(to block: inout BlockPlan) { block.ready = plan }
}
