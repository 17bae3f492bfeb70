/// What simdjson makes of a document: words in the order of the text, each with a tag in its highest octet and a payload
/// below (simdjson's doc/tape.md). A value is known by the index of its first word.
struct JSONTape: ~Escapable {
    /// The character that a value of the type begins with, if there is one.
    enum Tag {
        static let object = UInt8(ascii: "{")
        static let array = UInt8(ascii: "[")
        static let string = UInt8(ascii: "\"")
        static let null = UInt8(ascii: "n")
        static let `true` = UInt8(ascii: "t")
        static let `false` = UInt8(ascii: "f")
        /// A whole number that an `Int64` can hold.
        static let integer = UInt8(ascii: "l")
        /// A larger one that a `UInt64` can hold.
        static let unsigned = UInt8(ascii: "u")
        /// Any number with a fraction or an exponent.
        static let double = UInt8(ascii: "d")
    }

    /// The index of the document's value.
    static let root = 1

    private let words: Span<UInt64>
    /// Each string with its length before it, in four octets.
    private let strings: Span<UInt8>

    @_lifetime(copy words, copy strings)
    init(words: Span<UInt64>, strings: Span<UInt8>) {
        self.words = words
        self.strings = strings
    }

    func tag(at index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[index] >> 56) }

    /// The index of what follows the value.
    func end(of index: Int) -> Int {
        switch tag(at: index) {
        case Tag.object, Tag.array: Int(UInt32(truncatingIfNeeded: words[index]))
        case Tag.integer, Tag.unsigned, Tag.double: index + 2
        default: index + 1
        }
    }

    func integer(at index: Int) -> Int { Int(truncatingIfNeeded: words[index + 1]) }

    /// The text of the string; nil if it were no UTF-8, but simdjson has refused that and half a surrogate pair.
    func string(at index: Int) -> String? {
        guard let text = try? UTF8Span(validating: text(at: index)) else { return nil }
        return String(copying: text)
    }

    /// The octets of the string.
    @_lifetime(copy self)
    private func text(at index: Int) -> Span<UInt8> {
        let offset = offset(at: index)
        return strings.extracting(offset + 4..<offset + 4 + length(at: offset))
    }

    /// Where the string begins: with its length.
    private func offset(at index: Int) -> Int { Int(words[index] & 0xFF_FFFF_FFFF_FFFF) }

    private func length(at offset: Int) -> Int {
        Int(strings[offset]) | Int(strings[offset + 1]) << 8 | Int(strings[offset + 2]) << 16
            | Int(strings[offset + 3]) << 24
    }

    /// Whether the string is `text`.
    func isText(_ text: Span<UInt8>, at index: Int) -> Bool {
        let start = offset(at: index)
        // Most keys are of another length: that is seen first.
        guard length(at: start) == text.count else { return false }
        for offset in text.indices where strings[start + 4 + offset] != text[offset] { return false }
        return true
    }

    /// The index of the first value in a container, or of its end.
    ///
    /// In an object that is the first key: keys and values take turns.
    func first(in container: Int) -> Int { container + 1 }

    /// The index of a container's closing word.
    func close(of container: Int) -> Int { end(of: container) - 1 }
}
