import DNSWire
import RecordStore

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
        let length = min(text.count, Self.capacity - count)
        var target = octets.mutableSpan
        target.copy(text.extracting(first: length), at: count)
        count += length
    }

    /// Appends a label that a client sent, in lower case; what is not printable as in RFC 1035 §5.1 (`\DDD`).
    mutating func append(label: Span<UInt8>) {
        // Letters, digits and hyphens are most of what comes.
        let plainCount = append(plain: label)
        for index in plainCount..<label.count {
            let octet = Name.fold(label[index])
            if octet.isPlain { append(octet) } else { append(escaped: octet) }
        }
    }

    /// Appends the first octets of `label` that stand for themselves, and returns how many those are.
    private mutating func append(plain label: Span<UInt8>) -> Int {
        let room = min(label.count, Self.capacity - count)
        var target = octets.mutableSpan
        var length = 0
        while length < room, room >= 8 {
            // The last step overlaps the one before.
            let start = min(length, room &- 8)
            let word = label.bigEndian(at: start, as: UInt64.self).asciiFolded
            guard word.isPlain else { break }
            target.setBigEndian(word, at: count &+ start)
            length = start &+ 8
        }
        while length < room {
            let octet = Name.fold(label[length])
            guard octet.isPlain else { break }
            target[count &+ length] = octet
            length &+= 1
        }
        count += length
        return length
    }

    private mutating func append(escaped octet: UInt8) {
        append(UInt8(ascii: "\\"))
        guard octet != UInt8(ascii: "."), octet != UInt8(ascii: "\\") else { return append(octet) }
        append(0x30 + octet / 100)
        append(0x30 + octet / 10 % 10)
        append(0x30 + octet % 10)
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

extension UInt64 {
    /// Whether each of eight octets stands for itself in a label.
    fileprivate var isPlain: Bool {
        let low = self & 0x7F7F_7F7F_7F7F_7F7F
        // Bit 7 of an octet tells: it is above " ", it is DEL.
        let printable = low &+ 0x5F5F_5F5F_5F5F_5F5F
        let delete = low &+ 0x0101_0101_0101_0101
        let isASCII = (self | ~printable | delete) & 0x8080_8080_8080_8080 == 0
        return isASCII && !has(UInt8(ascii: ".")) && !has(UInt8(ascii: "\\"))
    }

    /// Whether one of eight octets, all of them ASCII, is `octet`.
    private func has(_ octet: UInt8) -> Bool {
        let difference = self ^ 0x0101_0101_0101_0101 &* UInt64(octet)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080 != 0
    }
}

extension UInt8 {
    /// Whether it stands for itself in a label: printable, and neither a dot nor a backslash.
    fileprivate var isPlain: Bool {
        self > 0x20 && self < 0x7F && self != UInt8(ascii: ".") && self != UInt8(ascii: "\\")
    }
}
