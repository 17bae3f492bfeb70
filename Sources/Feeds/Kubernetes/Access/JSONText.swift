/// Writes JSON: what a credential plugin is told.
enum JSONText {
    /// An object, its members in this order.
    static func object(_ members: [(key: String, value: String)]) -> String {
        "{\(members.map { "\(string($0.key)):\($0.value)" }.joined(separator: ","))}"
    }

    /// A string in quotes (RFC 8259 §7).
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                result += scalar.value < 0x10 ? "\\u000" : "\\u00"
                result += String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// What a value in YAML is in JSON (YAML 1.2 §10.3.2).
    static func value(_ node: YAMLNode) -> String {
        switch node.content {
        case .mapping(let entries): object(entries.map { ($0.key, value($0.value)) })
        case .sequence(let items): "[\(items.map { value($0) }.joined(separator: ","))]"
        case .scalar(let text, let isPlain): isPlain ? plain(text, isNull: node.isNull) : string(text)
        }
    }

    private static func plain(_ text: String, isNull: Bool) -> String {
        if isNull { return "null" }
        switch text {
        case "true", "True", "TRUE": return "true"
        case "false", "False", "FALSE": return "false"
        default: break
        }
        if let number = Int64(text) { return "\(number)" }
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        if isDecimal, let number = Double(text), number.isFinite { return "\(number)" }
        return string(text)
    }
}
