/// A text that no log may show: a token, a password.
package struct Secret: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// A bearer token without the space around it; nil when it is empty or cannot stand in a header.
    init?(token: String) {
        let octets = token.utf8.drop { Secret.isSpace($0) }
        guard let last = octets.lastIndex(where: { !Secret.isSpace($0) }) else { return nil }
        let text = octets[...last]
        guard text.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.text = String(Substring(text))
    }

    private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }
}

extension Secret: CustomStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
