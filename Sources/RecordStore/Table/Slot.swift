/// What a slot of the table holds: nothing, a tombstone, or a block with a piece of its name's hash.
struct Slot: Equatable {
    let word: UInt64

    /// A search ends here.
    static let empty = Slot(word: 0)
    /// A search goes on.
    static let tombstone = Slot(word: 1)

    /// Addresses of user space have 48 bits; the top 16 are the hash's.
    private static let addressMask: UInt64 = 1 << 48 - 1

    init(word: UInt64) { self.word = word }

    /// A slot for `block`, whose name has `hash`.
    @unsafe init(_ block: OwnerBlock, hash: UInt64) {
        let address = UInt64(UInt(bitPattern: unsafe block.base))
        precondition(address & ~Self.addressMask == 0, "the address has more than 48 bits")
        word = hash & ~Self.addressMask | address
    }

    /// The block; nil in empty slots and tombstones.
    var block: OwnerBlock? {
        guard word > Self.tombstone.word else { return nil }
        // Safe: every other word was made of a block; who asks keeps to its life.
        guard let base = unsafe UnsafeMutableRawPointer(bitPattern: UInt(word & Self.addressMask)) else {
            return nil
        }
        return unsafe OwnerBlock(base: base)
    }

    /// The block, if its name's hash has the same 16 bits on top as `hash`.
    func block(tagged hash: UInt64) -> OwnerBlock? {
        (word ^ hash) & ~Self.addressMask == 0 ? unsafe block : nil
    }
}
