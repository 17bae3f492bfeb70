import Answering
import Corefile
import DNSWire

/// `log [NAMES…] [FORMAT] { class success|denial|error|all }`: one line to standard output for each query.
struct LogDirective: Directive {
    static let name = "log"

    private let rules: [QueryLog.Rule]

    init(_ stanza: Stanza) throws(CorefileError) {
        var scopes = stanza.arguments
        var format = QueryLogFormat()
        if scopes.count > 1, let last = scopes.last?.text, last.contains("{") {
            format = QueryLogFormat(
                last.replacing("{common}", with: QueryLogFormat.common)
                    .replacing("{combined}", with: QueryLogFormat.combined))
            scopes.removeLast()
        }
        var classes: Set<LoggedResponse.Class> = []
        for property in stanza.properties {
            guard property.name.text == "class", !property.arguments.isEmpty else {
                throw stanza.argumentCountError(at: property.name)
            }
            for argument in property.arguments {
                guard let found = LoggedResponse.Class(rawValue: argument.text) else {
                    throw stanza.plainError(at: argument, "invalid Class: \(argument.text)")
                }
                classes.insert(found)
            }
        }
        if classes.isEmpty || classes.contains(.all) { classes = [.success, .denial, .error] }
        var names: [Name] = []
        for scope in scopes {
            guard let name = Name(scope.text) else {
                throw stanza.error(at: scope, "'\(scope.text)' is not a domain name")
            }
            names.append(name)
        }
        rules = (names.isEmpty ? [.root] : names).map {
            QueryLog.Rule(scope: $0, format: format, classes: classes)
        }
    }

    func apply(to block: inout BlockPlan) {
        block.logRules += rules
    }
}

/// Writes a line for each query that a rule is for; the first rule whose scope holds the QNAME decides.
final class QueryLog: QueryObserver {
    /// Which queries are logged, and how.
    struct Rule: Sendable {
        let scope: Name
        let format: QueryLogFormat
        let classes: Set<LoggedResponse.Class>
    }

    private let rules: [Rule]
    private let output: LineQueue

    init(rules: [Rule], output: LineQueue) {
        self.rules = rules
        self.output = output
    }

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        // Whether there is anything to log is seen in the header alone.
        let kind = LoggedResponse.Class(of: response)
        guard rules.contains(where: { $0.classes.contains(kind) }) else { return }
        let name = query.qname
        guard let rule = rules.first(where: { name.isEqualToOrBelow($0.scope) }), rule.classes.contains(kind),
            let response = LoggedResponse(response)
        else { return }
        output.append("[INFO] " + rule.format.line(query, response: response, seconds: seconds))
    }
}
