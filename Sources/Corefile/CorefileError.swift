/// What is wrong with a Corefile, and where.
package struct CorefileError: Error, Hashable, Sendable {
    package let place: Place

    /// What is wrong, without the words that CoreDNS puts before it.
    package let message: String

    /// What may help to mend it; not part of CoreDNS's text.
    package let hint: String?

    private let form: Form
    private let prefix: String

    /// The three forms in which CoreDNS reports an error.
    private enum Form: Hashable {
        case parsing
        case syntax
        case plain
    }

    private init(_ form: Form, at place: Place, _ message: String, prefix: String = "", hint: String?) {
        self.form = form
        self.place = place
        self.message = message
        self.prefix = prefix
        self.hint = hint
    }

    /// `FILE:LINE - Error during parsing: MESSAGE`
    package static func parsing(_ message: String, at place: Place, hint: String? = nil) -> CorefileError {
        CorefileError(.parsing, at: place, message, hint: hint)
    }

    /// `FILE:LINE - Syntax error: Unexpected token 'TOKEN', expecting 'EXPECTED'`
    package static func unexpected(
        _ token: Token, expecting expected: String, hint: String? = nil
    ) -> CorefileError {
        let message = "Unexpected token '\(token.text)', expecting '\(expected)'"
        return CorefileError(.syntax, at: token.place, message, hint: hint)
    }

    /// `FILE:LINE - Error during parsing: Wrong argument count or unexpected line ending after 'TOKEN'`
    package static func argumentCount(after token: Token) -> CorefileError {
        .parsing("Wrong argument count or unexpected line ending after '\(token.text)'", at: token.place)
    }

    /// `FILE:LINE - Error during parsing: Unexpected token '{', expecting argument`
    package static func unexpectedBlock(at place: Place) -> CorefileError {
        .parsing("Unexpected token '{', expecting argument", at: place)
    }

    /// `FILE:LINE - Error during parsing: Unexpected EOF`
    static func unexpectedEnd(after token: Token, hint: String? = nil) -> CorefileError {
        .parsing("Unexpected EOF", at: token.place, hint: hint)
    }

    /// `MESSAGE`, for what CoreDNS reports without a place.
    package static func plain(_ message: String, at place: Place) -> CorefileError {
        CorefileError(.plain, at: place, message, hint: nil)
    }

    /// The same error as the directive's own: `plugin/DIRECTIVE: …`.
    package func within(_ directive: String) -> CorefileError {
        CorefileError(form, at: place, message, prefix: "plugin/\(directive): " + prefix, hint: hint)
    }
}

extension CorefileError: CustomStringConvertible {
    /// CoreDNS's own text.
    package var description: String {
        switch form {
        case .parsing: "\(prefix)\(place.file):\(place.line) - Error during parsing: \(message)"
        case .syntax: "\(prefix)\(place.file):\(place.line) - Syntax error: \(message)"
        case .plain: prefix + message
        }
    }

    /// CoreDNS's own text, and in brackets what it leaves out: the place, or how to mend it.
    package var explanation: String {
        let place = form == .plain ? "\(place)" : nil
        let additions = [place, hint].compactMap { $0 }
        return additions.isEmpty ? description : "\(description) (\(additions.joined(separator: "; ")))"
    }
}
