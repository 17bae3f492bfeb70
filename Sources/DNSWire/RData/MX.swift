extension RData {
    /// A mail exchange (RFC 1035 §3.3.9).
    public struct MX: Hashable, Sendable {
        /// The lowest is tried first.
        public var preference: UInt16
        /// The host that takes mail for the owner.
        public var exchange: Name

        /// The data of the mail exchange `exchange`.
        public init(preference: UInt16, exchange: Name) {
            self.preference = preference
            self.exchange = exchange
        }
    }
}

extension RData.MX: RDataFields {
    var type: RRType { .mx }

    init(reading reader: inout MessageReader) throws(FormatError) {
        preference = try reader.readUInt16()
        exchange = Name(try reader.readName())
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        preference = try text.readNumber()
        exchange = try text.readName()
    }

    var length: Int { 2 + exchange.wire.count }

    func write(to writer: inout MessageWriter) {
        writer.put(preference)
        writer.put(exchange, compressed: true)
    }

    /// The two fields in presentation format.
    public var description: String { "\(preference) \(exchange)" }
}
