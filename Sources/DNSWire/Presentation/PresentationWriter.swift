/// Composes text in presentation format (RFC 1035 §5.1), as ASCII.
struct PresentationWriter {
    private var octets: [UInt8] = []

    /// The text so far.
    var string: String { String(decoding: octets, as: UTF8.self) }

    mutating func put(_ text: String) { octets.append(contentsOf: text.utf8) }

    /// A label: what has a meaning in files is escaped, and what is not printable.
    mutating func putLabel(_ label: some Sequence<UInt8>) {
        for octet in label { Name.writeLabelOctet(octet) { octets.append($0) } }
    }

    /// A character string in quotes: quotes and backslashes in it are escaped, and what is not printable.
    mutating func putQuoted(_ string: some Sequence<UInt8>) {
        octets.append(UInt8(ascii: "\""))
        for octet in string {
            switch octet {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                octets.append(UInt8(ascii: "\\"))
                octets.append(octet)
            case 0x20...0x7E: octets.append(octet)
            default: putDecimalEscape(octet)
            }
        }
        octets.append(UInt8(ascii: "\""))
    }

    /// Two upper-case digits for each octet.
    mutating func putHexadecimal(_ octets: some Sequence<UInt8>) {
        for octet in octets {
            for digit in [octet >> 4, octet & 0x0F] {
                self.octets.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
            }
        }
    }

    private mutating func putDecimalEscape(_ octet: UInt8) {
        octets.append(UInt8(ascii: "\\"))
        for digit in [octet / 100, octet / 10 % 10, octet % 10] { octets.append(UInt8(ascii: "0") + digit) }
    }
}
