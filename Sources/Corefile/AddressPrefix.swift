/// A CIDR prefix, `ADDRESS/LENGTH` (RFC 4632 §3.1, RFC 4291 §2.3).
package struct AddressPrefix {
    /// 4 or 16; those behind `length` bits are ignored.
    package let octets: [UInt8]

    /// In bits.
    package let length: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let octets = Self.ipv4(parts[0]) ?? Self.ipv6(parts[0]) else { return nil }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isDigit), let length = Int(parts[1]),
            length <= octets.count * 8
        else { return nil }
        self.octets = octets
        self.length = length
    }

    /// The zones of the reverse tree that cover just this prefix, in rising order (RFC 1035 §3.5, RFC 3596 §2.5).
    ///
    /// They are many if the prefix ends inside a label: at most 128 for IPv4, 8 for IPv6.
    var reverseZones: [String] {
        let isIPv4 = octets.count == 4
        let labelBits = isIPv4 ? 8 : 4
        let labels = isIPv4 ? octets : octets.flatMap { [$0 >> 4, $0 & 0xF] }
        let suffix = isIPv4 ? "in-addr.arpa." : "ip6.arpa."
        let radix = isIPv4 ? 10 : 16

        let count = (length + labelBits - 1) / labelBits
        guard count > 0 else { return [suffix] }
        let span = 1 << (count * labelBits - length)
        let first = Int(labels[count - 1]) & ~(span - 1)
        let parent =
            labels[..<(count - 1)].reversed().map { String($0, radix: radix) + "." }.joined() + suffix
        return (first..<first + span).map { String($0, radix: radix) + "." + parent }
    }

    /// Four decimal numbers without leading zeros.
    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let octets = parts.compactMap { part in
            part.utf8.allSatisfy(\.isDigit) && (part.count == 1 || !part.hasPrefix("0")) ? UInt8(part) : nil
        }
        return parts.count == 4 && octets.count == 4 ? octets : nil
    }

    /// Eight groups of hexadecimal digits, one run of zeros as `::`, the last two perhaps as an IPv4 address
    /// (RFC 4291 §2.2).
    private static func ipv6(_ text: Substring) -> [UInt8]? {
        guard let gap = doubleColon(in: text) else {
            guard let octets = groups(text, mayEndInIPv4: true), octets.count == 16 else { return nil }
            return octets
        }
        guard let head = groups(text[..<gap.lowerBound], mayEndInIPv4: false),
            let tail = groups(text[gap.upperBound...], mayEndInIPv4: true), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func doubleColon(in text: Substring) -> Range<Substring.Index>? {
        let colon = UInt8(ascii: ":")
        for i in text.utf8.indices where text.utf8[i...].starts(with: [colon, colon]) {
            return i..<text.utf8.index(i, offsetBy: 2)
        }
        return nil
    }

    /// The octets of groups between colons; none for an empty text.
    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var octets: [UInt8] = []
        for (i, part) in parts.enumerated() {
            if mayEndInIPv4, i == parts.count - 1, let address = ipv4(part) {
                octets += address
            } else {
                guard part.utf8.count <= 4, part.first != "+", let group = UInt16(part, radix: 16) else {
                    return nil
                }
                octets += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return octets
    }
}
