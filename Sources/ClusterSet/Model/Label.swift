/// What makes a string fit for a label of a host name.
extension StringProtocol {
    /// The string in lower case if it is a label by RFC 1123 §2.1 (letters, digits and inner hyphens, 1 to 63 octets), else nil.
    var hostLabel: String? {
        let octets = utf8
        guard (1...63).contains(octets.count), octets.first != hyphen else { return nil }
        var last = hyphen
        var hasCapitals = false
        for octet in octets {
            guard octet.isLetterDigitHyphen else { return nil }
            hasCapitals = hasCapitals || octet.isUpperCase
            last = octet
        }
        guard last != hyphen else { return nil }
        return hasCapitals ? lowercased() : String(self)
    }
}

private let hyphen = UInt8(ascii: "-")

extension UInt8 {
    fileprivate var isUpperCase: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }

    fileprivate var isLetterDigitHyphen: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen:
            true
        default: false
        }
    }
}
