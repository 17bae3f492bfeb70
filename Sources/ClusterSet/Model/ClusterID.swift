/// The id of an exporting cluster: one RFC 1123 label, or two joined by a dot (KEP-1645 "Terminology").
package struct ClusterID: Hashable, Sendable, CustomStringConvertible {
    /// The labels joined by a dot, in lower case.
    private let text: String

    /// Nil when `text` is not one or two labels.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let labels = parts.compactMap(\.hostLabel)
        guard (1...2).contains(parts.count), labels.count == parts.count else { return nil }
        self.text = labels.joined(separator: ".")
    }

    /// The labels joined by a dot, in lower case.
    package var description: String { text }

    /// The labels in lower case, one or two.
    package var labels: [String] { text.split(separator: ".").map(String.init) }
}
