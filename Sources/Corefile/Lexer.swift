/// Cuts a Corefile into tokens.
///
/// Blanks separate tokens. A token that begins with a quote lasts to the next one, over line ends too; `\"` is the only
/// escape in it. Outside quotes a `#`, even inside a word, begins a comment that lasts to the end of the line.
struct Lexer {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private var offset = 0
    private var line = 1
    private var column = 1
    private var startsLine = true

    private init(_ octets: [UInt8], file: String) {
        self.file = file
        scalars = Array(String(decoding: octets, as: UTF8.self).unicodeScalars)
        let byteOrderMark: Unicode.Scalar = "\u{FEFF}"
        if scalars.first == byteOrderMark { offset = 1 }
    }

    /// All tokens of a file, of which there may be `limit`. Octets that are not UTF-8 are read as U+FFFD.
    static func tokens(of octets: [UInt8], file: String, limit: Int) throws(CorefileError) -> [Token] {
        var lexer = Lexer(octets, file: file)
        var tokens: [Token] = []
        while let token = try lexer.next() {
            guard tokens.count < limit else { throw .tooManyTokens(at: token.place) }
            tokens.append(token)
        }
        return tokens
    }

    private mutating func next() throws(CorefileError) -> Token? {
        skipBlanks()
        guard let first = nextScalar else { return nil }
        let place = Place(file: file, line: line, column: column)
        let isQuoted = first == "\""
        let text = isQuoted ? try quotedText(from: place) : word()
        defer { startsLine = false }
        return Token(text, at: place, isQuoted: isQuoted, startsLine: startsLine)
    }

    /// Skips what separates tokens, comments included.
    private mutating func skipBlanks() {
        var isComment = false
        while let scalar = nextScalar {
            if scalar == "\n" {
                isComment = false
                startsLine = true
            } else if scalar == "#" {
                isComment = true
            }
            guard isComment || scalar.properties.isWhitespace else { return }
            _ = take()
        }
    }

    private mutating func word() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = nextScalar {
            let isCarriageReturn = scalar == "\r"
            guard isCarriageReturn || !(scalar.properties.isWhitespace || scalar == "#") else { break }
            _ = take()
            if !isCarriageReturn { text.append(scalar) }
        }
        return String(text)
    }

    private mutating func quotedText(from place: Place) throws(CorefileError) -> String {
        var text = String.UnicodeScalarView()
        _ = take()
        while let scalar = take() {
            if scalar == "\"" { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = take() else { break }
            if escaped != "\"" { text.append(scalar) }
            text.append(escaped)
        }
        throw .parsing("Unexpected EOF in the quoted text that begins here", at: place)
    }

    private var nextScalar: Unicode.Scalar? { offset < scalars.count ? scalars[offset] : nil }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = nextScalar else { return nil }
        offset += 1
        column += 1
        if scalar == "\n" {
            line += 1
            column = 1
        }
        return scalar
    }
}
