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
