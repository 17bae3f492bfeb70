/// JSON's way to escape characters beyond U+FFFF, in which alone JSON is not YAML.
enum SurrogatePairs {
    /// `\ud83d\ude00` (RFC 8259 §7) becomes `\U0001F600`, which YAML reads; columns behind it on its line count two less.
    ///
    /// A surrogate without its other half stays, and the YAML reader refuses it.
    static func rewritten(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        while let escape = octets[index...].firstIndex(of: UInt8(ascii: "\\")) {
            index = min(escape + 2, octets.count)
            guard let high = surrogate(octets, at: escape), (0xD800..<0xDC00).contains(high),
                let low = surrogate(octets, at: escape + 6), (0xDC00..<0xE000).contains(low)
            else { continue }
            let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            let digits = String(scalar, radix: 16)
            result += octets[copied..<escape]
            result += "\\U\(String(repeating: "0", count: 8 - digits.count))\(digits)".utf8
            index = escape + 12
            copied = index
        }
        guard copied > 0 else { return octets }
        return result + octets[copied...]
    }

    /// The number in a `\uXXXX` escape.
    private static func surrogate(_ octets: [UInt8], at index: Int) -> UInt32? {
        guard index + 6 <= octets.count, octets[index] == UInt8(ascii: "\\"),
            octets[index + 1] == UInt8(ascii: "u"),
            octets[index + 2..<index + 6].allSatisfy({ $0.isHexadecimal })
        else { return nil }
        return UInt32(String(decoding: octets[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}

extension UInt8 {
    fileprivate var isHexadecimal: Bool { UnicodeScalar(self).properties.isASCIIHexDigit }
}
