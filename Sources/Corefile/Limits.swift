/// How much a Corefile may ask for, so that reading one always ends soon.
enum Limits {
    /// Imports of snippets in one reading; CoreDNS's number.
    static let snippetImports = 10_000

    /// Imports of files in one reading, a glob counting once; CoreDNS's number.
    static let fileImports = 100_000

    /// Tokens, those of imports counted each time.
    static let tokens = 1_000_000

    /// Blocks within blocks.
    static let depth = 100
}

extension CorefileError {
    static func tooManyTokens(at place: Place) -> CorefileError {
        .parsing("maximum number of tokens (\(Limits.tokens)) exceeded", at: place)
    }

    static func tooManySnippetImports(at place: Place) -> CorefileError {
        .parsing("maximum snippet import depth (\(Limits.snippetImports)) exceeded", at: place)
    }

    static func tooManyFileImports(at place: Place) -> CorefileError {
        .parsing("maximum file import depth (\(Limits.fileImports)) exceeded", at: place)
    }
}
