import Corefile

/// `local`: accepted, and without effect. Names of the local host are for the resolver that forwards here.
struct LocalDirective: Directive {
    static let name = "local"

    init(_ stanza: Stanza) throws(CorefileError) {}

    func apply(to block: inout BlockPlan) {
        block.notice(Self.self, "without effect: localhost is for the resolver that forwards here")
    }
}
