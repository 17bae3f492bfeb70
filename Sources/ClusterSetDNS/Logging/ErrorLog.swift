import Answering
import DNSWire
import Dispatch
import Logging
import Synchronization

/// Writes a line for each query that no responder of its block's chain would answer: at most one line a second, for
/// nothing that a client sends may fill the log.
final class ErrorLog: QueryObserver {
    /// A kind of error that is counted rather than written.
    struct Consolidation: Sendable {
        /// The regular expression as written.
        let text: String
        /// The period as Go writes it, for the line.
        let periodText: String
        /// In seconds.
        let period: Double
        var level = Logger.Level.error
        var showsFirst = false
    }

    private struct Counts: ~Copyable {
        /// Errors since the consolidation's period began.
        var consolidated = 0
        /// Errors since the last line that was written for one.
        var unwritten = 0
        var isResting = false
    }

    private static let reason = "no next plugin found"

    /// What is wrong, as CoreDNS says it: the directive that the chain ends with has nobody to ask.
    private let text: String
    /// The first consolidation that is for this text; nil when every error is written.
    private let consolidation: Consolidation?
    private let logger: Logger
    private let counts = Mutex(Counts())
    private let queue = DispatchQueue(label: "clustersetdns.errors")

    /// The log of a block whose chain ends with the directive `lastLink`.
    init(lastLink: String, consolidations: [Consolidation], logger: Logger) {
        let text = "plugin/\(lastLink): \(Self.reason)"
        self.text = text
        consolidation = consolidations.first { Self.matches($0.text, text) }
        self.logger = logger
    }

    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        // With AA it is a zone that is not synchronised yet: CoreDNS does not call that an error either.
        guard response.count >= 12, response[3] & 0x0F == RCode.servfail.rawValue, response[2] & 0x04 == 0
        else { return }
        guard let consolidation else {
            guard mayWrite() else { return }
            logger.error("\(line(for: query))")
            return queue.asyncAfter(deadline: .now() + 1) { self.rested() }
        }
        if count(consolidation), consolidation.showsFirst {
            logger.log(level: consolidation.level, "\(line(for: query))")
        }
    }

    private func line(for query: borrowing Query) -> String {
        "\(RCode.servfail.rawValue) \(query.qname.folded) \(query.type): \(text)"
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.firstMatch(of: regex) != nil
    }

    /// Counts one error of the consolidation; the first one of a period starts its clock.
    private func count(_ consolidation: Consolidation) -> Bool {
        let isFirst = counts.withLock { counts in
            counts.consolidated += 1
            return counts.consolidated == 1
        }
        if isFirst {
            queue.asyncAfter(deadline: .now() + consolidation.period) { self.report(consolidation) }
        }
        return isFirst
    }

    private func report(_ consolidation: Consolidation) {
        let count = counts.withLock { counts in
            defer { counts.consolidated = 0 }
            return counts.consolidated
        }
        logger.log(
            level: consolidation.level,
            "\(count) errors like '\(consolidation.text)' occurred in last \(consolidation.periodText)")
    }

    /// Whether a line may be written: none was less than a second ago. Otherwise the error is counted.
    private func mayWrite() -> Bool {
        counts.withLock { counts in
            guard !counts.isResting else {
                counts.unwritten += 1
                return false
            }
            counts.isResting = true
            return true
        }
    }

    private func rested() {
        let unwritten = counts.withLock { counts in
            defer { counts.unwritten = 0 }
            counts.isResting = false
            return counts.unwritten
        }
        if unwritten > 0 { logger.error("\(unwritten) more errors like '\(Self.reason)' in the last second") }
    }
}
