/// A word of a Corefile, or a text in quotes (which are not part of it).
package struct Token: Hashable, Sendable {
    package let text: String
    package let place: Place

    /// Text in quotes is never a brace or a keyword.
    package let isQuoted: Bool

    /// Whether no other token stands before this one on its line.
    package let startsLine: Bool

    package init(_ text: String, at place: Place, isQuoted: Bool = false, startsLine: Bool = false) {
        self.text = text
        self.place = place
        self.isQuoted = isQuoted
        self.startsLine = startsLine
    }

    var opensBlock: Bool { !isQuoted && text == "{" }
    var closesBlock: Bool { !isQuoted && text == "}" }

    /// Whether this is the keyword that other tokens replace; as an argument the word means itself.
    var isImport: Bool { !isQuoted && text == "import" }

    /// The same token with another text: that of the environment, or without its comma.
    func with(text: String) -> Token {
        Token(text, at: place, isQuoted: isQuoted, startsLine: startsLine)
    }

    /// The same token as the first of a line.
    func startingLine() -> Token {
        Token(text, at: place, isQuoted: isQuoted, startsLine: true)
    }
}
