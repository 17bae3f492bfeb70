extension Span<UInt8> {
    /// The 16-bit number whose first octet stands at `offset`.
    func bigEndianUInt16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }
}

extension MutableSpan<UInt8> {
    /// The 16-bit number whose first octet stands at `offset`.
    func bigEndianUInt16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    /// Writes a 16-bit number whose first octet goes to `offset`.
    @_lifetime(self: copy self)
    mutating func setBigEndian(_ value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
