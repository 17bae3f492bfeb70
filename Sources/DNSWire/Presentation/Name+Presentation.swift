extension Name: CustomStringConvertible, LosslessStringConvertible {
    /// A name from presentation format (RFC 1035 §5.1), `\.` and `\DDD` escapes included; the final dot may be missing.
    ///
    /// All of `text` is the name: blanks and quotes in it are octets of labels.
    public init(presentation text: String) throws(PresentationError) {
        let reader = PresentationReader(text.utf8Span.span)
        self = try reader.name(in: 0..<text.utf8.count)
    }

    /// A name from presentation format, as `init(presentation:)`.
    /// Nil when a label is empty or over 63 octets, the name is over 255, or an escape is cut.
    public init?(_ text: String) {
        do throws(PresentationError) {
            try self.init(presentation: text)
        } catch {
            return nil
        }
    }

    /// Presentation format with the final dot; octets outside printable ASCII as `\DDD`.
    public var description: String {
        guard !isRoot else { return "." }
        var text = PresentationWriter()
        var offset = 0
        while wire[offset] != 0 {
            let end = offset + 1 + Int(wire[offset])
            text.putLabel(wire[offset + 1..<end])
            text.put(".")
            offset = end
        }
        return text.string
    }
}

extension Name {
    /// Hands the presentation format of the uncompressed name in `wire`, its ASCII letters in lower case, to `put`, an
    /// octet at a time: all of them printable ASCII. Octets that are no whole name are the root.
    package static func writeFolded(_ wire: Span<UInt8>, _ put: (UInt8) -> Void) {
        var offset = 0
        while offset < wire.count, wire[offset] != 0, offset + Int(wire[offset]) < wire.count {
            let end = offset + 1 + Int(wire[offset])
            for index in offset + 1..<end { writeLabelOctet(fold(wire[index]), put) }
            put(UInt8(ascii: "."))
            offset = end
        }
        if offset == 0 { put(UInt8(ascii: ".")) }
    }

    /// Hands an octet of a label to `put`: escaped when it has a meaning in files, or is not printable.
    static func writeLabelOctet(_ octet: UInt8, _ put: (UInt8) -> Void) {
        switch octet {
        case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "$"):
            put(UInt8(ascii: "\\"))
            put(octet)
        case 0x21...0x7E: put(octet)
        default:
            put(UInt8(ascii: "\\"))
            put(UInt8(ascii: "0") + octet / 100)
            put(UInt8(ascii: "0") + octet / 10 % 10)
            put(UInt8(ascii: "0") + octet % 10)
        }
    }
}
