import Answering
import Corefile

/// The directives that there are. Their order here is the order in which they act on a query, as CoreDNS has it.
enum Directives {
    static let all: [any Directive.Type] = [
        RootDirective.self,
        CancelDirective.self,
        TLSDirective.self,
        TimeoutsDirective.self,
        MultisocketDirective.self,
        ReloadDirective.self,
        NSIDDirective.self,
        BufsizeDirective.self,
        EDEDirective.self,
        BindDirective.self,
        DebugDirective.self,
        ReadyDirective.self,
        HealthDirective.self,
        PrometheusDirective.self,
        ErrorsDirective.self,
        LogDirective.self,
        LocalDirective.self,
        ACLDirective.self,
        AnyDirective.self,
        ChaosDirective.self,
        LoadBalanceDirective.self,
        CacheDirective.self,
        HeaderDirective.self,
        MinimalDirective.self,
        TransferDirective.self,
        KubernetesDirective.self,
        MulticlusterDirective.self,
        LoopDirective.self,
        ForwardDirective.self,
        WhoamiDirective.self,
    ]

    /// What `-plugins` prints.
    static var listing: String {
        "Server types:\n  dns\n\nOther plugins:\n"
            + all.map { "  dns.\($0.name)" }.sorted().joined(separator: "\n")
    }

    /// Applies every stanza of `block` to its plan; what is wrong with one does not hide what is wrong with the next.
    static func apply(_ block: Block, to plan: inout BlockPlan) -> [CorefileError] {
        var errors = block.stanzas.compactMap(unknown)
        for directive in all {
            var isFirst = true
            for stanza in block.stanzas where stanza.name.text == directive.name {
                do throws(CorefileError) {
                    guard isFirst || !directive.isUnique else { throw stanza.usedTwice() }
                    isFirst = false
                    // No directive has a property with a block of its own.
                    for property in stanza.properties { try property.expectNoBlock() }
                    try directive.init(stanza).apply(to: &plan)
                    plan.note(directive)
                } catch {
                    errors.append(error)
                }
            }
        }
        return errors
    }

    /// The error for a stanza that is no directive of this server's.
    private static func unknown(_ stanza: Stanza) -> CorefileError? {
        let name = stanza.name.text
        guard !all.contains(where: { $0.name == name }) else { return nil }
        guard let advice = ForeignDirectives.advice(on: name) else {
            return stanza.unknownDirective(among: all.map { $0.name })
        }
        return .parsing("Unknown directive '\(name)'", at: stanza.name.place, hint: advice)
    }
}
