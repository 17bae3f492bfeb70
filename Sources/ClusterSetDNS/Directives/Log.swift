import Answering
import Corefile
import DNSWire
import Logging

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
        var classes: LoggedResponse.Classes = []
        for property in stanza.properties {
            guard property.name.text == "class", !property.arguments.isEmpty else {
                throw stanza.argumentCountError(at: property.name)
            }
            for argument in property.arguments {
                guard let found = LoggedResponse.Class(rawValue: argument.text) else {
                    throw stanza.plainError(at: argument, "invalid Class: \(argument.text)")
                }
                classes.insert(LoggedResponse.Classes(found))
            }
        }
        if classes.isEmpty { classes = LoggedResponse.Classes(.all) }
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
        let classes: LoggedResponse.Classes
    }

    private let rules: [Rule]
    /// The kinds of responses that any rule is for.
    private let classes: LoggedResponse.Classes
    private let output: LineQueue

    init(rules: [Rule], output: LineQueue) {
        self.rules = rules
        self.output = output
        classes = rules.reduce(into: []) { $0.formUnion($1.classes) }
    }

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        // Whether there is anything to log is seen in the header alone.
        let kind = LoggedResponse.Classes(LoggedResponse.Class(of: response))
        guard classes.contains(kind) else { return }
        for index in rules.indices where rules[index].scope.isEqualToOrAbove(query.name) {
            guard rules[index].classes.contains(kind), let response = LoggedResponse(response) else { return }
            let form = output.form
            var line = LogLine(form, .level(.info, component: form == .json ? "plugin/log" : nil))
            rules[index].format.write(query, response: response, seconds: seconds, into: &line)
            line.end()
            return output.append(&line)
        }
    }
}
