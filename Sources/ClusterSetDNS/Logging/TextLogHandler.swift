import Logging

/// Log lines in CoreDNS's form, `[LEVEL] component: text key=value`, or as objects of JSON with a field for each key.
struct TextLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    /// Fields that every object has.
    private static let ownFields: Set = ["time", "level", "component", "message"]

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
        var line = LogLine(output.form, .level(event.level, component: component))
        line.putMessage { $0.putContent("\(event.message)") }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            let text = value.description
            switch line.form {
            case .text:
                line.put(" ")
                line.putContent(key)
                line.put("=")
                line.putContent(Self.word(text))
            case .json:
                line.put(",\"")
                line.putContent(key)
                // No name stands in an object twice.
                line.put(Self.ownFields.contains(key) ? "_\":\"" : "\":\"")
                line.putContent(text)
                line.put("\"")
            }
        }
        line.end()
        output.append(&line)
    }

    /// `text`, in quotes when it would not read as one word.
    private static func word(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" }
        return isPlain ? text : text.debugDescription
    }
}
