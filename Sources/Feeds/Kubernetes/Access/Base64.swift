/// Octets as text in the standard alphabet, with its padding (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Nil when `text` is not such a text. Space and line ends are passed over.
    static func decoded(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var bits: UInt32 = 0
        var digits = 0
        var padding = 0
        for octet in text.utf8 where octet != 0x20 && !(0x09...0x0D).contains(octet) {
            digits += 1
            if octet == UInt8(ascii: "=") {
                padding += 1
                bits <<= 6
            } else {
                guard padding == 0, let value = value(of: octet) else { return nil }
                bits = bits << 6 | value
            }
            if digits % 4 == 0 {
                guard padding <= 2 else { return nil }
                for place in 0..<3 - padding {
                    result.append(UInt8(truncatingIfNeeded: bits >> (16 - 8 * place)))
                }
                bits = 0
            }
        }
        return digits % 4 == 0 ? result : nil
    }

    static func encoded(_ octets: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: octets.count, by: 3) {
            let group = octets[start..<min(start + 3, octets.count)]
            var bits: UInt32 = 0
            for octet in group { bits = bits << 8 | UInt32(octet) }
            bits <<= 8 * UInt32(3 - group.count)
            for place in 0...group.count { text.append(alphabet[Int(bits >> (18 - 6 * place)) & 63]) }
            for _ in group.count..<3 { text.append(UInt8(ascii: "=")) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
