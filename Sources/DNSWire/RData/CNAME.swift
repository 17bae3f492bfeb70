extension RData {
    /// The canonical name of an alias (RFC 1035 §3.3.1).
    public struct CNAME: Hashable, Sendable {
        /// The name that the owner is an alias of.
        public var target: Name

        /// The data of that name.
        public init(_ target: Name) { self.target = target }
    }
}

extension RData.CNAME: RDataFields {
    var type: RRType { .cname }

    init(reading reader: inout MessageReader) throws(FormatError) {
        target = Name(try reader.readName())
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        target = try text.readName()
    }

    var length: Int { target.wire.count }

    func write(to writer: inout MessageWriter) { writer.put(target, compressed: true) }

    /// The name in presentation format.
    public var description: String { target.description }
}
