/// The form of label selectors, as Kubernetes has it: `environment in (production, qa), !canary, tier=front`.
enum LabelSelector {
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    /// Throws what is wrong with `text`, when an API server would not take it.
    static func check(_ text: String) throws(Invalid) {
        var rest = text[...]
        repeat { try requirement(takenFrom: &rest) } while take(",", from: &rest)
        guard rest.isEmpty else { throw unexpected(rest, expected: "',' or the end") }
    }

    private static func requirement(takenFrom rest: inout Substring) throws(Invalid) {
        let isNegated = take("!", from: &rest)
        guard word(takenFrom: &rest) != nil else { throw unexpected(rest, expected: "a label's key") }
        guard !isNegated else { return }
        if take("==", from: &rest) || take("!=", from: &rest) || take("=", from: &rest) {
            // The value may be empty.
            _ = word(takenFrom: &rest)
        } else if take("in", from: &rest) || take("notin", from: &rest) {
            guard take("(", from: &rest) else { throw unexpected(rest, expected: "'('") }
            repeat { _ = word(takenFrom: &rest) } while take(",", from: &rest)
            guard take(")", from: &rest) else { throw unexpected(rest, expected: "')'") }
        }
    }

    private static func unexpected(_ rest: Substring, expected: String) -> Invalid {
        Invalid(description: "found '\(rest.prefix { $0 != "," })', expected: \(expected)")
    }

    /// Takes `token` off, and the blanks around it.
    private static func take(_ token: String, from rest: inout Substring) -> Bool {
        let trimmed = rest.drop { $0 == " " }
        guard trimmed.hasPrefix(token) else { return false }
        rest = trimmed.dropFirst(token.count).drop { $0 == " " }
        return true
    }

    /// Takes off a key or a value: letters and digits, and `-`, `_`, `.`, `/` between them.
    private static func word(takenFrom rest: inout Substring) -> Substring? {
        let trimmed = rest.drop { $0 == " " }
        let word = trimmed.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
        guard let first = word.first, let last = word.last, first.isLetter || first.isNumber,
            last.isLetter || last.isNumber
        else { return nil }
        rest = trimmed.dropFirst(word.count).drop { $0 == " " }
        return word
    }
}
