/// A zone as an operator writes it: `NAME[:PORT]` or `ADDRESS/LENGTH[:PORT]`.
struct ZoneText {
    /// In lower case, with the final dot; more than one if a prefix ends inside a label of the reverse tree.
    let zones: [String]
    let port: UInt16?

    /// Why a text is no zone, in CoreDNS's words.
    struct Invalid: Error {
        let reason: String
    }

    init(_ text: String) throws(Invalid) {
        let (name, port) = try ZoneText.splitPort(text)
        self.port = port
        guard name.utf8.count <= 255 else {
            throw Invalid(reason: "specified zone is too long: \(name.utf8.count) > 255")
        }
        guard let zone = ZoneText.normalized(name) else {
            throw Invalid(reason: "zone is not a valid domain name: \(name)")
        }
        guard let prefix = AddressPrefix(name) else {
            zones = [zone]
            return
        }
        guard !name.hasPrefix(":"), !(name.hasPrefix("0") && name.contains(":")) else {
            throw Invalid(reason: "invalid CIDR \(name)")
        }
        zones = prefix.reverseZones
    }

    /// What CoreDNS puts before an error in a server block's key.
    static func inspecting(_ reason: String) -> String { "error inspecting server blocks: \(reason)" }

    /// Cuts off what follows the last colon if it is a number: CIDR text always has its length there.
    private static func splitPort(_ text: String) throws(Invalid) -> (name: String, port: UInt16?) {
        guard let last = text.utf8.last, last != UInt8(ascii: ":") else {
            throw Invalid(reason: "expecting data after last colon: \(text.goQuoted)")
        }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return (text, nil) }
        let digits = text[text.utf8.index(after: colon)...]
        guard digits.utf8.allSatisfy(\.isDigit) else { return (text, nil) }
        guard let port = UInt16(digits) else {
            throw Invalid(reason: "address \(digits): invalid port")
        }
        return (String(text[..<colon]), port)
    }

    /// The name in lower case with its final dot; nil if it is none (RFC 1035 §2.3.4, §5.1).
    ///
    /// Escapes stay as they are. Blanks and control characters must be escaped.
    private static func normalized(_ name: String) -> String? {
        guard name != "." else { return name }
        var octets = Array(name.utf8)
        var wireLength = 1
        var labelLength = 0
        var i = 0
        while i < octets.count {
            switch octets[i] {
            case UInt8(ascii: "."):
                guard (1...63).contains(labelLength) else { return nil }
                wireLength += 1 + labelLength
                labelLength = 0
            case UInt8(ascii: "\\"):
                guard let length = escapeLength(octets[i...]) else { return nil }
                i += length - 1
                labelLength += 1
            case 0...0x20, 0x7F:
                return nil
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                octets[i] |= 0x20
                labelLength += 1
            default:
                labelLength += 1
            }
            i += 1
        }
        let endsWithDot = labelLength == 0
        if !endsWithDot { wireLength += 1 + labelLength }
        guard !octets.isEmpty, labelLength <= 63, wireLength <= 255 else { return nil }
        return String(decoding: octets, as: UTF8.self) + (endsWithDot ? "" : ".")
    }

    /// The length of `\DDD` or `\C` at the front of `text`; nil if it is cut or over 255.
    private static func escapeLength(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.dropFirst().first else { return nil }
        guard first.isDigit else { return 2 }
        let digits = text.dropFirst().prefix(3)
        guard digits.count == 3, digits.allSatisfy(\.isDigit) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self)) == nil ? nil : 4
    }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    var isDigit: Bool { (0x30...0x39).contains(self) }
}
