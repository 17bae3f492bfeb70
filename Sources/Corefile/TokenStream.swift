/// The tokens of a Corefile in the order in which they count: those that an `import` names stand in its place.
struct TokenStream {
    /// The token taken last; before the first, an empty one at the beginning.
    private(set) var last: Token

    private var runs: [Run] = []
    private var open: Set<Origin> = []
    private var taken = 0

    /// What a run of tokens was read from.
    enum Origin: Hashable {
        case file(String)
        case snippet(String)
    }

    /// Tokens of one origin, and how many of them are taken.
    private struct Run {
        let tokens: [Token]
        let origin: Origin
        var taken = 0

        var next: Token? { taken < tokens.count ? tokens[taken] : nil }
    }

    /// A stream without tokens yet, at the beginning of a file.
    init(from start: Place) {
        last = Token("", at: start)
    }

    /// Puts tokens before those that are left. The first one begins a line, wherever it stood.
    mutating func insert(_ tokens: [Token], from origin: Origin) {
        guard let first = tokens.first else { return }
        runs.append(Run(tokens: [first.startingLine()] + tokens.dropFirst(), origin: origin))
    }

    /// Whether the token taken last came, by way of any number of imports, from `origin`.
    func isInside(_ origin: Origin) -> Bool { open.contains(origin) }

    /// Whether the line goes on after the token taken last.
    ///
    /// Does not leave the run, even at its end, so that an `import` there is still inside it.
    var hasMoreOnLine: Bool { runs.last?.next.map { !$0.startsLine } ?? false }

    /// The next token, without taking it; nil at the end.
    mutating func peek() -> Token? {
        while let run = runs.last {
            if let token = run.next { return token }
            if run.taken > 0 { open.remove(run.origin) }
            runs.removeLast()
        }
        return nil
    }

    /// The next token, if it stands on the line of the one taken last.
    mutating func peekOnLine() -> Token? {
        guard let token = peek(), !token.startsLine else { return nil }
        return token
    }

    /// Takes the next token, of which there must be one.
    mutating func take() throws(CorefileError) -> Token {
        guard let token = peek(), let run = runs.indices.last else { throw .unexpectedEnd(after: last) }
        if runs[run].taken == 0 { open.insert(runs[run].origin) }
        runs[run].taken += 1
        taken += 1
        last = token
        guard taken <= Limits.tokens else { throw .tooManyTokens(at: token.place) }
        return token
    }
}
