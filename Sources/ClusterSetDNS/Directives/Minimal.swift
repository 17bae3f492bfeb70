import Answering
import Corefile

/// `minimal`: sends positive answers without authority and additional section.
struct MinimalDirective: Directive {
    static let name = "minimal"

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoArguments()
        try stanza.expectNoBlock()
    }

    func apply(to block: inout BlockPlan) {
        block.chain.style.isMinimal = true
    }
}
