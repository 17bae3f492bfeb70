package import DNSWire

/// An owner as it stood, whatever has become of it since.
@safe package struct OwnerCopy: Sendable {
    private let memory: Memory

    /// A copy of `block`, which the caller knows to be valid.
    @unsafe init(_ block: OwnerBlock) { memory = unsafe Memory(block) }

    /// Octets of memory.
    package var octets: Int { unsafe Int(memory.block.head.size) }

    /// The owner; valid as long as this copy is held.
    package var owner: Owner {
        @_lifetime(borrow self)
        get {
            // Safe: the memory goes with the last copy, and this one is borrowed.
            let owner = unsafe Owner(memory.block)
            return unsafe _overrideLifetime(owner, borrowing: self)
        }
    }

    /// Every record that queries get of the owner and of the underscored names left of it.
    package var records: [ResourceRecord] { owner.records }

    /// A block of its own.
    @safe private final class Memory: Sendable {
        // Safe: written by `init`, never changed, freed by `deinit`.
        nonisolated(unsafe) let block: OwnerBlock

        @unsafe init(_ original: OwnerBlock) {
            let size = unsafe Int(original.head.size)
            let base = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
            unsafe base.copyMemory(from: original.base, byteCount: size)
            unsafe block = OwnerBlock(base: base)
        }

        deinit { unsafe block.base.deallocate() }
    }
}
