import TestSupport

/// `docs/operating.md`, section by section.
enum OperatingPage {
    private static let lines = SourceTree.text(of: "docs/operating.md")
        .split(separator: "\n", omittingEmptySubsequences: false)

    /// What stands first in the rows of the tables of a section, where that is code.
    static func keys(of section: String) -> [String] {
        let lines = lines.drop { $0 != "## \(section)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return lines.compactMap { line in
            line.prefixMatch(of: /\| `([^`]+)` \|/).map { String($0.output.1) }
        }
    }

    /// Whether `text` is one that `pattern` stands for, in which words in capitals stand for others.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: /[A-Z]{2,}/, omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else { return false }
        guard parts.count > 1 else { return text == pattern }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.dropFirst().firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.count > last.count && rest.hasSuffix(last)
    }
}
