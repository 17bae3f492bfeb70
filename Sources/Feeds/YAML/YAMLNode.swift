/// A value in a YAML document, and where it begins.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// `isPlain`: the text may mean a number, a truth value or null; text in quotes is a string only.
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the order of the document; no key stands twice.
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: String
        var value: YAMLNode
    }

    var content: Content
    var place: YAMLPlace

    /// True of an empty value, `~` and `null` (YAML 1.2 §10.3.2).
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}
