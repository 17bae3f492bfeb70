import Corefile

/// `cancel [TIMEOUT]`: accepted, and without effect. No query waits for anything.
struct CancelDirective: Directive {
    static let name = "cancel"

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        guard let argument = try stanza.arguments(0...1).first else { return }
        guard let timeout = try? GoDuration(argument.text) else {
            throw stanza.plainError(at: argument, "invalid duration: \(argument.text.goQuoted)")
        }
        guard timeout.nanoseconds > 0 else {
            throw stanza.plainError(at: argument, "invalid negative duration: \(argument.text.goQuoted)")
        }
    }

    func apply(to block: inout BlockPlan) {
        block.notice(Self.self, "without effect: no query waits for anything")
    }
}
