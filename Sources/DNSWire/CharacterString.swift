/// Up to 255 octets behind their length, of any value (RFC 1035 §3.3).
public struct CharacterString: Hashable, Sendable {
    /// The most octets that a character string has.
    public static let maximumLength = 255

    /// The octets, without their length.
    public let octets: [UInt8]

    /// The string of `octets`; nil when they are over 255.
    public init?(octets: [UInt8]) {
        guard octets.count <= CharacterString.maximumLength else { return nil }
        self.octets = octets
    }

    /// The string of the UTF-8 of `text`, of which it takes the first 255 octets.
    public init(clipping text: String) {
        octets = Array(text.utf8.prefix(CharacterString.maximumLength))
    }

    /// Octets on the wire, the length's own included.
    var length: Int { 1 + octets.count }

    init(reading reader: inout MessageReader) throws(FormatError) {
        octets = Array(copying: try reader.readOctets(Int(try reader.readUInt8())))
    }

    func write(to writer: inout MessageWriter) {
        writer.put(UInt8(octets.count))
        writer.put(octets)
    }
}

extension CharacterString: ExpressibleByStringLiteral, CustomStringConvertible {
    /// The string of the first 255 octets of a literal.
    public init(stringLiteral text: String) { self.init(clipping: text) }

    /// Presentation format, in quotes (RFC 1035 §5.1).
    public var description: String {
        var text = PresentationWriter()
        text.putQuoted(octets)
        return text.string
    }
}
