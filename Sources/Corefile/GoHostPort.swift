/// A host and a port as Go's `net` package writes them: `:8080`, `localhost:9153`, `[::1]:8181`.
package struct GoHostPort: Hashable, Sendable {
    /// Without brackets; empty for all addresses.
    package let host: String
    package let port: String

    /// Why a text is no host and port, in Go's words.
    package struct Invalid: Error, Hashable, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    package init(_ text: String) throws(Invalid) {
        func invalid(_ reason: String) -> Invalid { Invalid(description: "address \(text): \(reason)") }
        guard let colon = text.lastIndex(of: ":") else { throw invalid("missing port in address") }
        var host = text[..<colon]
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw invalid("missing ']' in address") }
            let next = text.index(after: end)
            guard next == colon else {
                let isPort = next < text.endIndex && text[next] == ":"
                throw invalid(isPort ? "too many colons in address" : "missing port in address")
            }
            host = text[text.index(after: text.startIndex)..<end]
        } else if host.contains(":") {
            throw invalid("too many colons in address")
        }
        let port = text[text.index(after: colon)...]
        guard !host.contains("["), !port.contains("[") else { throw invalid("unexpected '[' in address") }
        guard !host.contains("]"), !port.contains("]") else { throw invalid("unexpected ']' in address") }
        self.host = String(host)
        self.port = String(port)
    }
}
