/// Room for octets that is made once and used again and again: what came in one system call, or goes out by one.
///
/// In place of an array, which looks whether it is shared at each access, and is retained where it is lent.
@safe
package struct OctetBuffer: ~Copyable {
    /// How many octets there is room for.
    package let capacity: Int
    private let memory: UnsafeMutablePointer<UInt8>

    /// Room for `capacity` octets, which are zero.
    package init(capacity: Int) {
        self.capacity = capacity
        // Safe: the memory belongs to this value alone.
        unsafe memory = .allocate(capacity: capacity)
        unsafe memory.initialize(repeating: 0, count: capacity)
    }

    // Safe: nothing borrowed from this value outlives it.
    deinit { unsafe memory.deallocate() }

    /// The octets of `range`.
    @_lifetime(borrow self)
    package func octets(_ range: Range<Int>) -> Span<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
        // Safe: the range lies in the memory, which lives as long as this value.
        let octets = unsafe Span(_unsafeStart: UnsafePointer(memory + range.lowerBound), count: range.count)
        return unsafe _overrideLifetime(octets, borrowing: self)
    }

    /// The octets of `range`, to be written.
    @_lifetime(&self)
    package mutating func room(_ range: Range<Int>) -> MutableSpan<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
        // Safe: the range lies in the memory, which lives as long as this value, and which nobody else has meanwhile.
        let octets = unsafe MutableSpan(_unsafeStart: memory + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(octets, mutating: &self)
    }

    /// All of it, to be written.
    package var room: MutableSpan<UInt8> {
        @_lifetime(&self)
        mutating get { room(0..<capacity) }
    }
}
