extension RData {
    /// The location of a service (RFC 2782).
    public struct SRV: Hashable, Sendable {
        /// The lowest is tried first.
        public var priority: UInt16
        /// The share among targets of one priority.
        public var weight: UInt16
        /// The port of the service.
        public var port: UInt16
        /// The host of the service; never compressed.
        public var target: Name

        /// The data of a service at `port` of `target`.
        public init(priority: UInt16, weight: UInt16, port: UInt16, target: Name) {
            self.priority = priority
            self.weight = weight
            self.port = port
            self.target = target
        }
    }
}

extension RData.SRV: RDataFields {
    var type: RRType { .srv }

    /// Reads a compressed target too, for some servers send one (RFC 3597 §4).
    init(reading reader: inout MessageReader) throws(FormatError) {
        priority = try reader.readUInt16()
        weight = try reader.readUInt16()
        port = try reader.readUInt16()
        target = Name(try reader.readName())
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        priority = try text.readNumber()
        weight = try text.readNumber()
        port = try text.readNumber()
        target = try text.readName()
    }

    var length: Int { 6 + target.wire.count }

    func write(to writer: inout MessageWriter) {
        writer.put(priority)
        writer.put(weight)
        writer.put(port)
        writer.put(target, compressed: false)
    }

    /// The four fields in presentation format.
    public var description: String { "\(priority) \(weight) \(port) \(target)" }
}
