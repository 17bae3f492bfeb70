import Corefile

/// `loop`: accepted, and without effect. A server that forwards nothing cannot ask itself.
struct LoopDirective: Directive {
    static let name = "loop"
    static let isUnique = true

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        try stanza.expectNoBlock()
    }

    func apply(to block: inout BlockPlan) {
        block.notice(Self.self, "without effect: nothing is forwarded, so no loop can be")
    }
}
