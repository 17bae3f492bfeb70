/// The id of an exporting cluster: one RFC 1123 label, or two joined by a dot (KEP-1645 "Terminology").
package struct ClusterID: Hashable, Sendable, CustomStringConvertible {
    /// The labels joined by a dot, in lower case.
    private let text: String

    /// Nil when `text` is not one or two labels.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = parts.compactMap { Substring($0).hostLabel }
        guard (1...2).contains(parts.count), labels.count == parts.count else { return nil }
        self.text = labels.joined(separator: ".")
    }

    /// An id whose description is `text`; nil when that is empty.
    init?(described text: String) {
        guard !text.isEmpty else { return nil }
        self.text = text
    }

    /// The labels joined by a dot, in lower case.
    package var description: String { text }

    /// The labels in lower case, one or two.
    package var labels: [String] {
        text.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
    }
}
