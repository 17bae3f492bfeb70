import Corefile

/// `debug`: accepted, and without effect. A crash always ends the process.
struct DebugDirective: Directive {
    static let name = "debug"
    static let handlesQueries = false

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        try stanza.expectNoBlock()
    }

    func apply(to block: inout BlockPlan) {
        block.notice(Self.self, "without effect: a crash always ends the process, with a backtrace")
    }
}
