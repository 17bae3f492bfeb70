import ArgumentParser
import Logging

/// The form of every line on standard output: `serve -log-format`.
enum LogForm: String, CaseIterable, ExpressibleByArgument {
    /// CoreDNS's form: `[LEVEL] component: text key=value`.
    case text
    /// An object a line (RFC 8259).
    case json
}

extension Logger.Level {
    /// CoreDNS's word for the level, in the case that `form` has it in.
    func word(in form: LogForm) -> String {
        let isText = form == .text
        return switch self {
        case .trace, .debug: isText ? "DEBUG" : "debug"
        case .info, .notice: isText ? "INFO" : "info"
        case .warning: isText ? "WARNING" : "warning"
        case .error: isText ? "ERROR" : "error"
        case .critical: isText ? "FATAL" : "fatal"
        }
    }
}
