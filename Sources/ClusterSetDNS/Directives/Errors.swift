import Corefile
import Logging

/// `errors [stdout] { stacktrace; consolidate DURATION REGEXP [LEVEL] [show_first] }`: one line for each query that
/// failed for a reason of the server's own.
struct ErrorsDirective: Directive {
    static let name = "errors"
    static let isUnique = true

    private let consolidations: [ErrorLog.Consolidation]

    init(_ stanza: Stanza) throws(CorefileError) {
        if let argument = try stanza.arguments(0...1).first, argument.text != "stdout" {
            throw stanza.error(at: argument, "invalid log file: \(argument.text)")
        }
        var consolidations: [ErrorLog.Consolidation] = []
        for property in stanza.properties {
            switch property.name.text {
            case "stacktrace":
                // Accepted: a trap of this server's always leaves a trace.
                try property.expectNoArguments()
            case "consolidate":
                consolidations.append(try Self.consolidation(property))
            default:
                throw stanza.syntaxError(at: property.name, expecting: "Unknown field \(property.name.text)")
            }
        }
        self.consolidations = consolidations
    }

    private static func consolidation(_ property: Stanza) throws(CorefileError) -> ErrorLog.Consolidation {
        let arguments = try property.arguments(2...4)
        let period: GoDuration
        do throws(GoDuration.Invalid) {
            period = try GoDuration(arguments[0].text)
        } catch {
            throw property.error(at: arguments[0], error.description)
        }
        guard (try? Regex(arguments[1].text)) != nil else {
            throw property.error(at: arguments[1], "error parsing regexp: `\(arguments[1].text)`")
        }
        var consolidation = ErrorLog.Consolidation(
            text: arguments[1].text, periodText: period.description, period: Double(period.nanoseconds) / 1e9)
        for argument in arguments.dropFirst(2) {
            switch argument.text {
            case "show_first": consolidation.showsFirst = true
            case "warning": consolidation.level = .warning
            case "error": consolidation.level = .error
            case "info": consolidation.level = .info
            case "debug": consolidation.level = .debug
            default:
                throw property.error(at: argument, "unknown option in consolidate: \(argument.text)")
            }
        }
        return consolidation
    }

    func apply(to block: inout BlockPlan) {
        block.errorConsolidations = consolidations
    }
}
