extension RData {
    /// An authoritative name server (RFC 1035 §3.3.11).
    public struct NS: Hashable, Sendable {
        /// The name server.
        public var server: Name

        /// The data of that name.
        public init(_ server: Name) { self.server = server }
    }
}

extension RData.NS: RDataFields {
    var type: RRType { .ns }

    init(reading reader: inout MessageReader) throws(FormatError) {
        server = Name(try reader.readName())
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        server = try text.readName()
    }

    var length: Int { server.wire.count }

    func write(to writer: inout MessageWriter) { writer.put(server, compressed: true) }

    /// The name in presentation format.
    public var description: String { server.description }
}
