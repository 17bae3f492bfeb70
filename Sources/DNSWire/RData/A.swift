extension RData {
    /// An IPv4 address (RFC 1035 §3.4.1).
    public struct A: Hashable, Sendable {
        /// The address as a number in network order.
        public var address: UInt32

        /// The data of that address.
        public init(_ address: UInt32) { self.address = address }
    }
}

extension RData.A: RDataFields {
    var type: RRType { .a }

    init(reading reader: inout MessageReader) throws(FormatError) {
        address = try reader.readUInt32()
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        guard case .v4(let number) = try text.readAddress() else { throw text.error(.address) }
        address = number
    }

    var length: Int { 4 }

    func write(to writer: inout MessageWriter) { writer.put(address) }

    /// The address in dotted decimals.
    public var description: String { IPAddress.v4(address).description }
}
