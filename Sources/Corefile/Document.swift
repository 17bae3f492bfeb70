/// A whole Corefile, its imports and references to the environment replaced by what they stand for.
package struct Document: Sendable {
    /// In the order of the file; empty if nothing is to be served.
    package let blocks: [Block]

    /// What is strange but no error.
    package let warnings: [Warning]

    /// Reads `octets`, the content of `file`, to which imports are relative.
    ///
    /// - Parameter directives: the known ones, or nil to accept any.
    package init(
        parsing octets: [UInt8], file: String, directives: [String]? = nil, in surroundings: Surroundings
    ) throws(CorefileError) {
        var parser = try Parser(octets, file: file, directives: directives, in: surroundings)
        blocks = try parser.blocks()
        warnings = parser.warnings
    }

    /// The same text for all files that mean the same: comments, blanks, quotes and places do not count, nor whether
    /// a token was written, imported or taken from the environment.
    ///
    /// A token is `LENGTH:TEXT,` with its length in octets, so no text can pass for another.
    package var canonicalText: String {
        var text = ""
        for block in blocks {
            text += block.keys.map(\.canonicalText).joined() + block.stanzas.canonicalText + "\n"
        }
        return text
    }
}

/// Something strange that is no error, in CoreDNS's words.
package struct Warning: Hashable, Sendable {
    package let place: Place
    package let text: String
}

extension [Stanza] {
    fileprivate var canonicalText: String { "{" + map(\.canonicalText).joined() + "}" }
}

extension Stanza {
    fileprivate var canonicalText: String {
        ([name] + arguments).map(\.canonicalText).joined() + (block?.canonicalText ?? "") + ";"
    }
}

extension Token {
    fileprivate var canonicalText: String { "\(text.utf8.count):\(text)," }
}
