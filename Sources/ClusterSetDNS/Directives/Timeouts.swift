import Corefile
import Transport

/// `timeouts { read DURATION; write DURATION; idle DURATION }`: how long clients of streams may take.
struct TimeoutsDirective: Directive {
    static let name = "timeouts"
    static let handlesQueries = false

    private static let second: Int64 = 1_000_000_000

    private var values = StreamTimeouts.Values()

    init(_ stanza: Stanza) throws(CorefileError) {
        // CoreDNS says its name twice here, and below.
        guard stanza.arguments.isEmpty else { throw stanza.argumentCountError().within(Self.name) }
        guard !stanza.properties.isEmpty else {
            throw stanza.error(at: stanza.name, "timeouts block with no timeouts specified")
                .within(Self.name)
        }
        for property in stanza.properties {
            let time = try Self.time(property)
            switch property.name.text {
            case "read": values.read = time
            case "write": values.write = time
            case "idle": values.idle = time
            case let word: throw property.error(at: property.name, "unknown option: '\(word)'")
            }
        }
    }

    /// The property's only argument: a number of seconds, or a duration with its unit.
    private static func time(_ property: Stanza) throws(CorefileError) -> StreamTimeouts.Nanoseconds {
        let argument = try property.argument()
        guard let duration = try? GoDuration(Int(argument.text).map { "\($0)s" } ?? argument.text) else {
            throw property.error(at: argument, "failed to parse duration '\(argument.text)'")
        }
        guard (second...86_400 * second).contains(duration.nanoseconds) else {
            throw property.error(
                at: argument,
                "timeout provided '\(duration)' needs to be between 1 second and 24 hours")
        }
        return UInt64(duration.nanoseconds)
    }

    func apply(to block: inout BlockPlan) {
        block.timeouts.read = values.read ?? block.timeouts.read
        block.timeouts.write = values.write ?? block.timeouts.write
        block.timeouts.idle = values.idle ?? block.timeouts.idle
    }
}
