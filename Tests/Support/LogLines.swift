import Dispatch
package import Logging
import Synchronization
package import Testing

/// Keeps what is logged, a line each: level, message, metadata in the order of its keys.
package final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    private let added = DispatchSemaphore(value: 0)

    package init() {}

    package var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    package var all: [String] { lines.withLock { $0 } }

    /// Returns once a line holds `text`; an issue is recorded when none ever does.
    package func waits(for text: String, _ location: SourceLocation = #_sourceLocation) {
        while !all.contains(where: { $0.contains(text) }) {
            guard added.wait(timeout: .now() + .seconds(20)) == .success else {
                Issue.record("the log says \(all)", sourceLocation: location)
                return
            }
        }
    }

    private func add(_ line: String) {
        lines.withLock { $0.append(line) }
        added.signal()
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        init(lines: LogLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            lines.add("\(event.level) \(event.message)\(pairs.joined())")
        }
    }
}
