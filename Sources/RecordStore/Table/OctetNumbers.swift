// Numbers as the network has them, the most significant octet first: checked once, then loaded or stored by one
// instruction. All of it is inlinable, for a call across modules costs more than the work.

extension Span<UInt8> {
    /// The number whose first octet stands at `offset`; traps when it does not end within the span.
    @inlinable @inline(__always)
    package func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Number.Type = Number.self
    ) -> Number {
        let size = MemoryLayout<Number>.size
        precondition(offset >= 0 && count >= size && offset <= count &- size)
        // Safe: the number lies within the span, by the line above.
        return unsafe Number(
            bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Number.self))
    }

    /// The 16-bit number whose first octet stands at `offset`.
    @inlinable @inline(__always)
    package func bigEndianUInt16(at offset: Int) -> UInt16 { bigEndian(at: offset) }
}

extension MutableSpan<UInt8> {
    /// The 16-bit number whose first octet stands at `offset`.
    @inlinable @inline(__always)
    package func bigEndianUInt16(at offset: Int) -> UInt16 { span.bigEndian(at: offset) }

    /// Writes a number whose first octet goes to `offset`; traps when it does not end within the span.
    @_lifetime(self: copy self)
    @inlinable @inline(__always)
    package mutating func setBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
        _ value: Number, at offset: Int
    ) {
        let size = MemoryLayout<Number>.size
        precondition(offset >= 0 && count >= size && offset <= count &- size)
        // Safe: the number lies within the span, by the line above.
        var octets = unsafe mutableBytes
        unsafe octets.storeBytes(of: value.bigEndian, toUncheckedByteOffset: offset, as: Number.self)
    }
}
