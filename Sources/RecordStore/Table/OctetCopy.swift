extension MutableSpan<UInt8> {
    /// Copies all of `source` to the octets from `offset` on; traps when it does not fit.
    @_lifetime(self: copy self)
    package mutating func copy(_ source: Span<UInt8>, at offset: Int) {
        precondition(offset >= 0 && offset <= count && source.count <= count - offset)
        // Safe: the range lies within both spans, by the line above; two spans, one of them mutable, never overlap.
        unsafe withUnsafeMutableBytes { target in
            unsafe source.withUnsafeBytes { octets in
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: octets)
            }
        }
    }
}
