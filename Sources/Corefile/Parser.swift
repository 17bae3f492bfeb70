/// Groups tokens into server blocks.
///
///     file    = *(snippet / block)
///     snippet = "(" name ")" "{" tokens "}"
///     block   = keys "{" lines "}"  /  keys lines         ; without braces, the last of the file
///     lines   = *(name arguments ["{" lines "}"])         ; each begins a line, or follows a "{"
///
/// `import` may begin a line anywhere.
struct Parser {
    private let surroundings: Surroundings
    private let directives: [String]?
    private var stream: TokenStream
    private var imports: Imports

    init(
        _ octets: [UInt8], file: String, directives: [String]?, in surroundings: Surroundings
    ) throws(CorefileError) {
        self.surroundings = surroundings
        self.directives = directives
        imports = Imports(in: surroundings)
        stream = TokenStream(from: Place(file: file, line: 1, column: 1))
        stream.insert(try Lexer.tokens(of: octets, file: file, limit: Limits.tokens), from: .file(file))
    }

    var warnings: [Warning] { imports.warnings }

    mutating func blocks() throws(CorefileError) -> [Block] {
        var blocks: [Block] = []
        while let first = stream.peek() {
            if first.isImport {
                try expandImport()
                continue
            }
            let keys = try keys()
            if let name = snippetName(keys) {
                try defineSnippet(name, at: first.place)
                continue
            }
            guard !keys.isEmpty else {
                throw .plain(ZoneText.inspecting("zone is not a valid domain name: "), at: first.place)
            }
            let stanzas = try blockContents()
            blocks.append(Block(keys: keys, stanzas: stanzas, place: first.place))
        }
        return blocks
    }

    /// The keys before a block: those of one line, and of the next after a comma.
    private mutating func keys() throws(CorefileError) -> [Token] {
        var keys: [Token] = []
        var isFirst = true
        var expectsAnother = false
        while let token = stream.peek(), isFirst || expectsAnother || !token.startsLine {
            if token.opensBlock {
                if isFirst { throw .parsing("Expected an address but had '{'", at: token.place) }
                guard expectsAnother else { break }
                throw .parsing(
                    "Expected another address but had '{' - check for extra comma", at: token.place)
            }
            guard !token.closesBlock else { throw .unmatchedBrace(at: token.place) }
            if token.startsLine, token.isImport {
                try expandImport()
                continue
            }
            let key = try takeExpanded()
            isFirst = false
            guard !key.text.isEmpty else { continue }
            expectsAnother = key.text.utf8.last == UInt8(ascii: ",")
            keys.append(expectsAnother ? key.with(text: String(key.text.unicodeScalars.dropLast())) : key)
        }
        if expectsAnother, stream.peek() == nil { throw .unexpectedEnd(after: stream.last) }
        return keys
    }

    private func snippetName(_ keys: [Token]) -> String? {
        guard keys.count == 1, let text = keys.first?.text.unicodeScalars, text.count > 1,
            text.first == "(", text.last == ")"
        else { return nil }
        return String(text.dropFirst().dropLast())
    }

    private mutating func blockContents() throws(CorefileError) -> [Stanza] {
        guard let brace = stream.peek(), brace.opensBlock else { return try stanzas(of: nil, in: []) }
        _ = try stream.take()
        return try stanzas(of: nil, in: [brace])
    }

    /// The lines up to the brace that closes the last of `braces`, or to the end if there is none.
    private mutating func stanzas(
        of directive: String?, in braces: [Token]
    ) throws(CorefileError) -> [Stanza] {
        var stanzas: [Stanza] = []
        while let token = stream.peek() {
            if token.closesBlock {
                guard !braces.isEmpty else { throw .unmatchedBrace(at: token.place) }
                _ = try stream.take()
                return stanzas
            }
            if token.opensBlock {
                throw .unexpected(
                    token, expecting: "directive", hint: "a '{' ends the line of the word it belongs to")
            }
            if token.isImport {
                try expandImport()
            } else {
                stanzas.append(try stanza(of: directive, in: braces))
            }
        }
        if let brace = braces.last { throw unclosed(brace, of: directive) }
        return stanzas
    }

    private mutating func stanza(of directive: String?, in braces: [Token]) throws(CorefileError) -> Stanza {
        let name = try takeExpanded()
        if directive == nil, let directives, !directives.contains(name.text) {
            throw .unknownDirective(name, among: directives)
        }
        let directive = directive ?? name.text
        var arguments: [Token] = []
        while let token = stream.peekOnLine() {
            guard !token.closesBlock else { throw .unmatchedBrace(at: token.place) }
            guard token.opensBlock else {
                arguments.append(try takeExpanded())
                continue
            }
            guard braces.count < Limits.depth else {
                throw .parsing("maximum block depth (\(Limits.depth)) exceeded", at: token.place)
            }
            _ = try stream.take()
            let block = try stanzas(of: directive, in: braces + [token])
            try expectLineEnd()
            return Stanza(
                name: name, arguments: arguments, block: block, brace: token.place, directive: directive)
        }
        return Stanza(name: name, arguments: arguments, block: nil, brace: nil, directive: directive)
    }

    private mutating func expectLineEnd() throws(CorefileError) {
        guard let token = stream.peekOnLine() else { return }
        guard !token.closesBlock else { throw .unmatchedBrace(at: token.place) }
        throw .unexpected(token, expecting: "line end")
    }

    /// Keeps the tokens of a snippet's braces for later; they mean nothing yet.
    private mutating func defineSnippet(_ name: String, at place: Place) throws(CorefileError) {
        guard let brace = stream.peek() else { throw .unexpectedEnd(after: stream.last) }
        guard brace.opensBlock else { throw .unexpected(brace, expecting: "{") }
        _ = try stream.take()
        var tokens: [Token] = []
        var depth = 1
        while let token = stream.peek() {
            _ = try stream.take()
            if token.opensBlock { depth += 1 }
            if token.closesBlock { depth -= 1 }
            if depth == 0 { return try imports.define(name, as: tokens, at: place) }
            tokens.append(token)
        }
        throw unclosed(brace, of: nil)
    }

    private mutating func expandImport() throws(CorefileError) {
        let keyword = try stream.take()
        guard stream.hasMoreOnLine, let token = stream.peek() else {
            throw .argumentCount(after: keyword)
        }
        guard !token.opensBlock else { throw .unexpectedBlock(at: token.place) }
        let argument = try takeExpanded()
        guard !argument.text.isEmpty else {
            throw .parsing("Import requires a non-empty filepath", at: argument.place)
        }
        if stream.hasMoreOnLine, let extra = stream.peek() {
            throw .parsing("Import takes only one argument (glob pattern or file)", at: extra.place)
        }
        try imports.expand(argument, into: &stream)
    }

    /// Takes the next token, its references to the environment replaced.
    private mutating func takeExpanded() throws(CorefileError) -> Token {
        let token = try stream.take()
        return token.with(text: surroundings.expand(token.text))
    }

    private func unclosed(_ brace: Token, of directive: String?) -> CorefileError {
        let hint = "the '{' at \(brace.place) is never closed"
        guard directive == nil else { return .unexpectedEnd(after: stream.last, hint: hint) }
        return .unexpected(stream.last, expecting: "}", hint: hint)
    }
}

extension CorefileError {
    fileprivate static func unmatchedBrace(at place: Place) -> CorefileError {
        .parsing(
            "Unexpected '}' because no matching opening brace", at: place, hint: "a '}' begins a line")
    }
}
