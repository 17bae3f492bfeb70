import Corefile

/// Reads a Corefile on a machine that has just these files and variables.
func read(
    _ text: String, files: [String: String] = [:], variables: [String: String] = [:],
    directives: [String]? = nil
) throws(CorefileError) -> Document {
    let surroundings = Surroundings(
        read: { path throws(Surroundings.Unreadable) in
            guard let content = files[path], content != "unreadable" else {
                throw Surroundings.Unreadable(reason: "open \(path): permission denied")
            }
            return Array(content.utf8)
        },
        glob: { pattern in files.keys.filter { matches(Array($0)[...], Array(pattern)[...]) }.sorted() },
        environment: { variables[$0] })
    return try Document(
        parsing: Array(text.utf8), file: "Corefile", directives: directives, in: surroundings)
}

/// The text of the error that a Corefile is refused with; nil if it is accepted.
func refusal(
    _ text: String, files: [String: String] = [:], variables: [String: String] = [:],
    directives: [String]? = nil
) -> CorefileError? {
    do throws(CorefileError) {
        let document = try read(text, files: files, variables: variables, directives: directives)
        for block in document.blocks { _ = try block.serverKeys() }
        return nil
    } catch {
        return error
    }
}

/// The first line of the first block.
func stanza(_ line: String) throws -> Stanza {
    let document = try read(". {\n\(line)\n}")
    guard let stanza = document.blocks.first?.stanzas.first else { throw Missing() }
    return stanza
}

struct Missing: Error {}

/// What a file means: keys between bars, then a line for each stanza, indented by depth, `(empty)` marking an empty block.
func outline(_ document: Document) -> String {
    document.blocks.map { block in
        "|" + block.keys.map(\.text).joined(separator: "|") + "|" + outline(block.stanzas, depth: 1)
    }.joined(separator: "\n")
}

private func outline(_ stanzas: [Stanza], depth: Int) -> String {
    stanzas.map { stanza in
        let words = ([stanza.name] + stanza.arguments).map(\.text).joined(separator: " ")
        let block = stanza.block.map { $0.isEmpty ? " (empty)" : outline($0, depth: depth + 1) } ?? ""
        return "\n" + String(repeating: " ", count: depth) + words + block
    }.joined()
}

/// Whether a path matches a pattern in which `*` and `?` stand for anything but a slash.
private func matches(_ path: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first == "*" {
        if matches(path, pattern.dropFirst()) { return true }
        guard let next = path.first, next != "/" else { return false }
        return matches(path.dropFirst(), pattern)
    }
    guard let next = path.first, next == first || (first == "?" && next != "/") else { return false }
    return matches(path.dropFirst(), pattern.dropFirst())
}
