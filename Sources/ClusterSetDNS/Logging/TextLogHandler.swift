import Logging

/// Log lines in CoreDNS's form: `[LEVEL] component: text key=value`.
struct TextLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    private let component: String
    private let output: LineQueue

    init(component: String, output: LineQueue, level: Logger.Level = .info) {
        logLevel = level
        self.component = component
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.value($0.value.description))" }
        output.append("[\(Self.word(event.level))] \(component): \(event.message)\(pairs.joined())")
    }

    /// CoreDNS's word for a level.
    private static func word(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }

    /// `text`, in quotes when it would not read as one word; control characters never reach the log as they are.
    private static func value(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" }
        return isPlain ? text : text.debugDescription
    }
}
