extension MutableSpan<UInt8> {
    /// Copies all of `source` to the octets from `offset` on; traps when it does not fit.
    @_lifetime(self: copy self)
    @inlinable
    package mutating func copy(_ source: Span<UInt8>, at offset: Int) {
        precondition(offset >= 0 && offset <= count && source.count <= count &- offset)
        // Safe: the range lies within both spans, by the line above; two spans, one of them mutable, never overlap.
        unsafe withUnsafeMutableBytes { target in
            unsafe source.withUnsafeBytes { octets in
                guard let to = target.baseAddress, let from = octets.baseAddress else { return }
                unsafe (to + offset).copyMemory(from: from, byteCount: octets.count)
            }
        }
    }
}
