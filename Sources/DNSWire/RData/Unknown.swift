extension RData {
    /// Octets of a type that this library has no form for, kept as they came (RFC 3597 §3).
    ///
    /// Should names in them be compressed, as in RFC 1035's obsolete types, their pointers mean nothing in another message.
    public struct Unknown: Hashable, Sendable {
        /// The type of the record.
        public let type: RRType
        /// The octets.
        public var octets: [UInt8]

        /// The data `octets` of a record of `type`.
        public init(type: RRType, octets: [UInt8]) {
            self.type = type
            self.octets = octets
        }
    }
}

extension RData.Unknown: RDataFields {
    var length: Int { octets.count }

    func write(to writer: inout MessageWriter) { writer.put(octets) }

    /// The generic form: `\#`, the count and the octets in hexadecimal (RFC 3597 §5).
    public var description: String {
        var text = PresentationWriter()
        text.put("\\# \(octets.count)")
        if !octets.isEmpty { text.put(" ") }
        text.putHexadecimal(octets)
        return text.string
    }
}
