/// What `import` can name: the snippets defined so far, and files.
struct Imports {
    /// What is strange but no error, in the order met.
    private(set) var warnings: [Warning] = []

    private let surroundings: Surroundings
    private var snippets: [String: [Token]] = [:]
    private var files: [String: [Token]] = [:]
    private var tokensLeft = Limits.tokens
    private var snippetImports = 0
    private var fileImports = 0

    init(in surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Makes tokens known under a name; `place` is that of the definition.
    mutating func define(_ name: String, as tokens: [Token], at place: Place) throws(CorefileError) {
        guard snippets[name] == nil else {
            throw .parsing("redeclaration of previously declared snippet \(name)", at: place)
        }
        snippets[name] = tokens
    }

    /// Inserts what `argument`, already expanded, names: a snippet before a file.
    mutating func expand(_ argument: Token, into stream: inout TokenStream) throws(CorefileError) {
        if let tokens = snippets[argument.text] {
            let origin = TokenStream.Origin.snippet(argument.text)
            guard snippetImports < Limits.snippetImports, !stream.isInside(origin) else {
                throw .tooManySnippetImports(at: argument.place)
            }
            snippetImports += 1
            return stream.insert(tokens, from: origin)
        }
        guard fileImports < Limits.fileImports else { throw .tooManyFileImports(at: argument.place) }
        fileImports += 1
        for path in try paths(matching: argument).reversed() {
            guard !stream.isInside(.file(path)) else { throw .tooManyFileImports(at: argument.place) }
            stream.insert(try tokens(ofFile: path, for: argument), from: .file(path))
        }
    }

    private mutating func paths(matching argument: Token) throws(CorefileError) -> [String] {
        let pattern = Path.join(Path.folder(of: argument.place.file), argument.text)
        let stars = pattern.utf8.count { $0 == UInt8(ascii: "*") }
        let marks = pattern.utf8.count { $0 == UInt8(ascii: "?") }
        guard stars <= 1, marks <= 1, !(pattern.contains("[") && pattern.contains("]")) else {
            throw .parsing(
                "Glob pattern may only contain one wildcard (*), but has others: \(pattern)",
                at: argument.place)
        }
        let paths = surroundings.glob(pattern)
        if paths.isEmpty {
            guard stars + marks > 0 else {
                throw .parsing("File to import not found: \(argument.text)", at: argument.place)
            }
            let text = "No files matching import glob pattern: \(argument.text)"
            warnings.append(Warning(place: argument.place, text: text))
        }
        return paths
    }

    /// A file's tokens; it is read once, however often it is imported.
    private mutating func tokens(ofFile path: String, for argument: Token) throws(CorefileError) -> [Token] {
        if let tokens = files[path] { return tokens }
        let octets: [UInt8]
        do throws(Surroundings.Unreadable) {
            octets = try surroundings.read(path)
        } catch {
            throw .parsing("Could not import \(path): \(error.reason)", at: argument.place)
        }
        let tokens = try Lexer.tokens(of: octets, file: path, limit: tokensLeft)
        tokensLeft -= tokens.count
        files[path] = tokens
        return tokens
    }
}
