import Corefile
import Dispatch

/// `reload [INTERVAL] [JITTER]`: serves what the Corefile says as soon as it says something else.
struct ReloadDirective: Directive {
    static let name = "reload"
    static let handlesQueries = false

    /// What a block's `reload` asks for; it holds for the whole server.
    struct Plan: Hashable {
        /// How often to look at the Corefile where nobody tells of a change.
        var interval = GoDuration(nanoseconds: 30_000_000_000)
        /// By how much the interval may differ, half of it in either direction: at most half the interval.
        var jitter = GoDuration(nanoseconds: 15_000_000_000)

        /// An interval within the jitter.
        func nextInterval() -> DispatchTimeInterval {
            let half = min(jitter.nanoseconds, interval.nanoseconds / 2) / 2
            let nanoseconds = interval.nanoseconds + Int64.random(in: -half...half)
            return .milliseconds(Int(nanoseconds / 1_000_000))
        }
    }

    private static let minimumInterval = GoDuration(nanoseconds: 2_000_000_000)
    private static let minimumJitter = GoDuration(nanoseconds: 1_000_000_000)
    /// Longer ones are this long: the clock does not count further.
    private static let maximumInterval = GoDuration(nanoseconds: 365 * 86_400_000_000_000)

    private var plan = Plan()

    init(_ stanza: Stanza) throws(CorefileError) {
        try stanza.expectNoBlock()
        let arguments = try stanza.arguments(0...2)
        if let argument = arguments.first {
            plan.interval = try Self.duration(argument, in: stanza)
            guard plan.interval >= Self.minimumInterval else {
                throw stanza.plainError(
                    at: argument, "interval value must be greater or equal to \(Self.minimumInterval)")
            }
            plan.interval = min(plan.interval, Self.maximumInterval)
        }
        if arguments.count == 2 {
            plan.jitter = try Self.duration(arguments[1], in: stanza)
            guard plan.jitter.nanoseconds == 0 || plan.jitter >= Self.minimumJitter else {
                throw stanza.plainError(
                    at: arguments[1], "jitter value must be greater or equal to \(Self.minimumJitter)")
            }
        }
    }

    private static func duration(_ argument: Token, in stanza: Stanza) throws(CorefileError) -> GoDuration {
        do throws(GoDuration.Invalid) {
            return try GoDuration(argument.text)
        } catch {
            throw stanza.plainError(at: argument, "\(error)")
        }
    }

    func apply(to block: inout BlockPlan) { block.reload = plan }
}
