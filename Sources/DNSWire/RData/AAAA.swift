extension RData {
    /// An IPv6 address (RFC 3596 §2.2).
    public struct AAAA: Hashable, Sendable {
        /// The address as a number in network order.
        public var address: UInt128

        /// The data of that address.
        public init(_ address: UInt128) { self.address = address }
    }
}

extension RData.AAAA: RDataFields {
    var type: RRType { .aaaa }

    init(reading reader: inout MessageReader) throws(FormatError) {
        address = 0
        for _ in 0..<4 { address = address << 32 | UInt128(try reader.readUInt32()) }
    }

    init(parsing text: inout PresentationReader) throws(PresentationError) {
        guard case .v6(let number) = try text.readAddress() else { throw text.error(.address) }
        address = number
    }

    var length: Int { 16 }

    func write(to writer: inout MessageWriter) {
        for shift in [96, 64, 32, 0] { writer.put(UInt32(truncatingIfNeeded: address >> UInt128(shift))) }
    }

    /// The address in the form of RFC 5952.
    public var description: String { IPAddress.v6(address).description }
}
