/// A text for people, composed on the way to an answer: on the stack, and cut where it grows too long.
struct ExplanationText: ~Copyable {
    /// The most octets of a text: with it, a response fits where the answer alone would.
    private static let capacity = 240

    private var octets = InlineArray<240, UInt8>(repeating: 0)
    private(set) var count = 0

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { octets.span.extracting(0..<count) }
    }

    /// Appends a text of our own.
    mutating func append(_ text: borrowing String) { append(text.utf8Span.span) }

    /// Appends octets that are printable.
    mutating func append(_ text: Span<UInt8>) {
        var index = 0
        while index < text.count, count < Self.capacity {
            octets[count] = text[index]
            count += 1
            index += 1
        }
    }

    /// Appends a label that a client sent, in lower case; what is not printable as in RFC 1035 §5.1 (`\DDD`).
    mutating func append(label: Span<UInt8>) {
        for index in label.indices {
            let octet = label[index]
            switch octet {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): append(octet | 0x20)
            case UInt8(ascii: "."), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(octet)
            case 0x21...0x7E: append(octet)
            default:
                append(UInt8(ascii: "\\"))
                append(0x30 + octet / 100)
                append(0x30 + octet / 10 % 10)
                append(0x30 + octet % 10)
            }
        }
    }

    /// Appends the labels of `name` (wire form, with or without the root's) with dots between them.
    mutating func append(labels name: Span<UInt8>) {
        var offset = 0
        while offset < name.count, name[offset] != 0 {
            let end = offset + 1 + Int(name[offset])
            guard end <= name.count else { return }
            if offset > 0 { append(UInt8(ascii: ".")) }
            append(label: name.extracting(offset + 1..<end))
            offset = end
        }
    }

    private mutating func append(_ octet: UInt8) {
        guard count < Self.capacity else { return }
        octets[count] = octet
        count += 1
    }
}
