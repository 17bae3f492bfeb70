extension RData {
    /// Text strings, one at least (RFC 1035 §3.3.14).
    public struct TXT: Hashable, Sendable {
        /// The strings in their order.
        public let strings: [CharacterString]

        /// The data of these strings; of one empty string when there are none.
        public init(_ strings: [CharacterString]) {
            self.strings = strings.isEmpty ? [""] : strings
        }

        /// The data of one text, cut into strings of 255 octets when it is longer.
        public init(_ text: String) {
            let octets = Array(text.utf8)
            let starts = stride(from: 0, to: octets.count, by: CharacterString.maximumLength)
            self.init(
                starts.compactMap { start in
                    CharacterString(octets: Array(octets[start...].prefix(CharacterString.maximumLength)))
                })
        }
    }
}

extension RData.TXT: RDataFields {
    var type: RRType { .txt }

    init(reading reader: inout MessageReader) throws(FormatError) {
        var strings: [CharacterString] = []
        repeat { strings.append(try CharacterString(reading: &reader)) } while !reader.isAtEnd
        self.init(strings)
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        var strings: [CharacterString] = []
        repeat { strings.append(try text.readCharacterString()) } while !text.isAtEnd
        self.init(strings)
    }

    var length: Int { strings.reduce(0) { $0 + $1.length } }

    func write(to writer: inout MessageWriter) {
        for string in strings { string.write(to: &writer) }
    }

    /// The strings in quotes.
    public var description: String { strings.map(\.description).joined(separator: " ") }
}
