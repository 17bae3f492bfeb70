/// What a directive says when it cannot read its line.
extension Stanza {
    /// `plugin/DIRECTIVE: FILE:LINE - Error during parsing: MESSAGE`
    package func error(at token: Token, _ message: String, hint: String? = nil) -> CorefileError {
        CorefileError.parsing(message, at: token.place, hint: hint).within(directive)
    }

    /// `plugin/DIRECTIVE: MESSAGE`, for what CoreDNS reports without a place.
    package func plainError(at token: Token, _ message: String) -> CorefileError {
        CorefileError.plain(message, at: token.place).within(directive)
    }

    /// `plugin/DIRECTIVE: FILE:LINE - Syntax error: Unexpected token 'TOKEN', expecting 'EXPECTED'`
    package func syntaxError(at token: Token, expecting expected: String) -> CorefileError {
        CorefileError.unexpected(token, expecting: expected).within(directive)
    }

    /// `… Wrong argument count or unexpected line ending after 'TOKEN'`: by default, the last of the line.
    package func argumentCountError(at token: Token? = nil) -> CorefileError {
        CorefileError.argumentCount(after: token ?? arguments.last ?? name).within(directive)
    }

    /// `… unknown property 'TOKEN'`: by default, the first of the line.
    package func unknownProperty(_ token: Token? = nil) -> CorefileError {
        let token = token ?? name
        return error(at: token, "unknown property '\(token.text)'")
    }

    /// `plugin/DIRECTIVE: this plugin can only be used once per Server Block`
    package func usedTwice() -> CorefileError {
        plainError(at: name, "this plugin can only be used once per Server Block")
    }

    /// `FILE:LINE - Error during parsing: Unknown directive 'NAME'`, with the nearest of `known` as a hint.
    package func unknownDirective(among known: [String]) -> CorefileError {
        .unknownDirective(name, among: known)
    }
}

extension CorefileError {
    static func unknownDirective(_ name: Token, among known: [String]) -> CorefileError {
        let hint = NearestWord.find(name.text, in: known).map { "did you mean '\($0)'?" }
        return .parsing("Unknown directive '\(name.text)'", at: name.place, hint: hint)
    }
}
