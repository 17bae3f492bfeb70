import DNSWire

extension MutableSpan<UInt8> {
    /// Copies all of `source` to the octets from `offset` on; traps when it does not fit.
    @_lifetime(self: copy self)
    @inlinable @inline(__always)
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

    /// Copies all of `source` in lower case to the octets from `offset` on; traps when it does not fit.
    @_lifetime(self: copy self)
    package mutating func copyFolded(_ source: Span<UInt8>, at offset: Int) {
        precondition(offset >= 0 && offset <= count && source.count <= count &- offset)
        guard source.count >= 8 else {
            for index in source.indices { self[offset &+ index] = Name.fold(source[index]) }
            return
        }
        let last = source.count &- 8
        var index = 0
        while index < last {
            setBigEndian(source.word(at: index).bigEndian.asciiFolded, at: offset &+ index)
            index &+= 8
        }
        // The last step overlaps the one before.
        setBigEndian(source.word(at: last).bigEndian.asciiFolded, at: offset &+ last)
    }
}
