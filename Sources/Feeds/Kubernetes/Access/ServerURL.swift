/// The URL of an API server, brought into one form.
struct ServerURL: Hashable {
    /// `https://HOST[:PORT][/PATH]`: neither query nor fragment, nor a slash at its end.
    let text: String
    /// Over TLS. Without it no credential is sent.
    let isSecure: Bool

    /// What to expect of the text that is none.
    static let expectation = "https://HOST:PORT, an IPv6 address in brackets, without a user"

    /// Nil when `text` is no such URL.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let mark = text.firstIndex(of: ":"), text[mark...].hasPrefix("://")
        else { return nil }
        let scheme = text[..<mark].lowercased()
        guard scheme == "https" || scheme == "http" else { return nil }

        var rest = text[mark...].dropFirst(3).prefix { $0 != "?" && $0 != "#" }
        while rest.hasSuffix("/") { rest.removeLast() }
        guard ServerURL.isAuthority(rest.prefix { $0 != "/" }) else { return nil }
        self.text = "\(scheme)://\(rest)"
        isSecure = scheme == "https"
    }

    /// A host and a port, as Kubernetes tells it to pods. An IPv6 address gets its brackets.
    init?(host: String, port: String) {
        self.init(host.contains(":") ? "https://[\(host)]:\(port)" : "https://\(host):\(port)")
    }

    /// `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`.
    private static func isAuthority(_ text: Substring) -> Bool {
        guard text.first == "[" else {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return !parts[0].isEmpty && parts[0].allSatisfy { isInName($0) }
                && (parts.count == 1 || UInt16(parts[1]) ?? 0 > 0)
        }
        guard let end = text.firstIndex(of: "]") else { return false }
        let port = text[end...].dropFirst()
        return text[..<end].dropFirst().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            && (port.isEmpty || port.first == ":" && UInt16(port.dropFirst()) ?? 0 > 0)
    }

    /// Whether a character may stand in a host's name or IPv4 address.
    static func isInName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-._".contains(character))
    }
}
