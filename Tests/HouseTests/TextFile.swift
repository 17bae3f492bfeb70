/// A file of the checkout, line by line.
struct TextFile {
    /// Relative to the root.
    let path: String
    let lines: [Substring]
    /// The same lines without what stands in comments and string literals; of a file that is not Swift, nothing.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var stripper = CodeStripper()
        code = path.hasSuffix(".swift") ? lines.map { stripper.strip($0) } : []
    }

    /// The last part of the path, without its ending.
    var stem: Substring {
        let name = path.split(separator: "/").last ?? ""
        return name.split(separator: ".").first ?? name
    }

    /// The module whose folder the file lies in.
    var module: Substring { path.split(separator: "/").dropFirst().first ?? "" }

    /// Where code says `unsafe`; `nonisolated(unsafe)` has a rule of its own.
    var unsafeUses: [Finding] { findings(of: /(^|[^(])\bunsafe\b/) }

    /// Where `pattern` occurs in code, on lines that break the rule it stands for.
    func findings<Output>(
        of pattern: Regex<Output>, where isBroken: (_ index: Int) -> Bool = { _ in true }
    ) -> [Finding] {
        // A simple boundary: to Unicode's, the dot in `Task.sleep` would be a part of one word.
        let pattern = pattern.wordBoundaryKind(.simple)
        return code.indices.filter { code[$0].contains(pattern) && isBroken($0) }.map { finding(at: $0) }
    }

    /// Where `pattern` occurs anywhere, comments and literals included.
    func mentions<Output>(of pattern: Regex<Output>) -> [Finding] {
        let pattern = pattern.wordBoundaryKind(.simple)
        return lines.indices.filter { lines[$0].contains(pattern) }.map { finding(at: $0) }
    }

    /// Whether a comment stands on the line at `index`, or right above it.
    func isExplained(at index: Int) -> Bool {
        lines[index].contains("//") || index > 0 && lines[index - 1].contains(/^\s*\/\//)
    }

    /// Whether a loop begins on the line at `index`, or at most three lines above it.
    func isInShortLoop(at index: Int) -> Bool {
        code[max(0, index - 3)...index].contains { $0.contains(/^\s*(while|for|repeat)\b/) }
    }

    func finding(at index: Int) -> Finding {
        Finding(description: "\(path):\(index + 1): \(lines[index].drop { $0 == " " })")
    }
}

/// A line that breaks a rule, as `file:line: text`.
struct Finding: CustomStringConvertible, Equatable {
    let description: String
}
