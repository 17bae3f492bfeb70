import Corefile
import Posix

/// `health [ADDRESS] { lameduck DURATION }`: tells whoever asks by HTTP that the process is alive.
struct HealthDirective: Directive {
    static let name = "health"
    static let handlesQueries = false

    /// What a block's `health` asks for.
    struct Plan: Hashable {
        var address = SocketAddress.wildcard(port: 8080)
        /// How long the server goes on serving once it was asked to stop.
        var lameduck = GoDuration(nanoseconds: 0)
    }

    private var plan = Plan()

    init(_ stanza: Stanza) throws(CorefileError) {
        plan.address = try stanza.httpAddress(orElse: plan.address)
        for property in stanza.properties {
            guard property.name.text == "lameduck" else { throw stanza.argumentCountError(at: property.name) }
            let argument = try property.argument()
            do throws(GoDuration.Invalid) {
                plan.lameduck = try GoDuration(argument.text)
            } catch {
                throw stanza.plainError(
                    at: argument, "unable to parse lameduck duration value: '\(argument.text)' : \(error)")
            }
        }
    }

    func apply(to block: inout BlockPlan) { block.health = plan }
}
