import Synchronization

/// A power of two of slots in one allocation: open addressing with linear probing.
///
/// At least four slots in ten are empty, so every search ends.
@unsafe struct SlotArray {
    private let base: UnsafeMutableRawPointer

    /// Octets in front of the slots, which begin on a cache line: the mask, and nothing else.
    private static let headLength = 64

    /// An array of `capacity` empty slots, a power of two.
    init(capacity: Int) {
        // Safe: head and slots fit what is allocated, and all of it is initialised.
        let words = unsafe Self.headLength / 8 + capacity
        unsafe base = .allocate(byteCount: 8 * words, alignment: Self.headLength)
        unsafe base.initializeMemory(as: UInt64.self, repeating: Slot.empty.word, count: words)
        unsafe base.storeBytes(of: capacity - 1, as: Int.self)
    }

    /// The array that `address` was asked of.
    init(address: UnsafeMutableRawPointer) { unsafe base = address }

    var address: UnsafeMutableRawPointer { unsafe base }

    /// The number of slots less one: what masks an index.
    var mask: Int { unsafe base.load(as: Int.self) }

    /// Octets that the array takes.
    var octets: Int { unsafe (Self.headLength + 8 * (mask + 1)).allocated }

    /// Loads a slot; whatever its block holds was written before.
    func load(_ index: Int) -> Slot { unsafe Slot(word: slot(index).pointee.load(ordering: .acquiring)) }

    /// Publishes a slot, and whatever its block holds.
    func store(_ new: Slot, at index: Int) {
        unsafe slot(index).pointee.store(new.word, ordering: .releasing)
    }

    private func slot(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        // Safe: the callers mask the index.
        unsafe (base + Self.headLength + index << 3).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Puts each block into `other`, which is empty, large enough, and not yet published.
    func copy(to other: SlotArray) {
        let mask = unsafe other.mask
        for index in unsafe 0...self.mask {
            let slot = unsafe load(index)
            guard let block = unsafe slot.block else { continue }
            var place = unsafe Int(block.head.home) & mask
            while unsafe other.load(place) != .empty { place = (place + 1) & mask }
            unsafe other.store(slot, at: place)
        }
    }

    /// Frees the array and every block in it.
    func freeWithOwners() {
        for index in unsafe 0...mask {
            if let block = unsafe load(index).block { unsafe block.base.deallocate() }
        }
        unsafe base.deallocate()
    }
}
