import Synchronization

/// The owners of a store by name: readers walk slots that the writer changes one at a time.
@safe struct OwnerTable: ~Copyable, Sendable {
    /// The array in force. Growing or clearing tombstones away publishes another one.
    // Safe: slots are atomic, what they refer to never changes, and both are freed when no section can see them.
    nonisolated(unsafe) let array: Atomic<UnsafeMutableRawPointer>
    /// The writer's accounts, for any thread to read.
    let accounts = Accounts()

    struct Accounts: ~Copyable, Sendable {
        let owners = Atomic(0)
        /// Slots that are not empty: owners and tombstones.
        let used = Atomic(0)
        /// Octets of all blocks and of the array.
        let octets = Atomic(0)
    }

    static let leastCapacity = 64

    init() {
        let slots = unsafe SlotArray(capacity: Self.leastCapacity)
        unsafe array = Atomic(slots.address)
        accounts.octets.store(unsafe slots.octets, ordering: .relaxed)
    }

    /// How many owners there are. (Any thread.)
    var count: Int { accounts.owners.load(ordering: .relaxed) }
    /// Octets of memory. (Any thread.)
    var octets: Int { accounts.octets.load(ordering: .relaxed) }

    /// How many slots there are. (Writer only.)
    var capacity: Int { unsafe slots.mask + 1 }

    var slots: SlotArray { unsafe SlotArray(address: array.load(ordering: .acquiring)) }

    /// The block of the owner of that name; valid as long as the caller's section, which was open before.
    @inline(__always)
    @unsafe func find(_ name: Span<UInt8>, hash: UInt64) -> OwnerBlock? {
        // Safe: neither the array nor a block found in it is freed before the section ends; the mask keeps to the array.
        let slots = unsafe self.slots
        let mask = unsafe slots.mask
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = unsafe slots.load(index)
            if let block = unsafe slot.block(tagged: hash), unsafe block.isNamed(name) {
                return unsafe block
            }
            if slot == .empty { return nil }
            index = (index &+ 1) & mask
        }
    }

    /// Loads the first slot that a search for `hash` looks at.
    func touchHome(_ hash: UInt64) -> UInt64 {
        // Safe: as in `find`.
        unsafe slots.load(Int(truncatingIfNeeded: hash) & slots.mask).word
    }

    /// Loads the head of the first block that a search for `hash` compares.
    func touchOwner(_ hash: UInt64) -> UInt64 { unsafe first(hash) { unsafe $0.touch() } }

    /// Loads what stands behind that head.
    func touchContents(_ hash: UInt64) -> UInt64 { unsafe first(hash) { unsafe $0.touchContents() } }

    /// What `body` says of the first block that a search for `hash` compares; 0 if there is none.
    @inline(__always)
    private func first(_ hash: UInt64, _ body: (OwnerBlock) -> UInt64) -> UInt64 {
        // Safe: as in `find`.
        let slots = unsafe self.slots
        let mask = unsafe slots.mask
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = unsafe slots.load(index)
            if let block = unsafe slot.block(tagged: hash) { return unsafe body(block) }
            if slot == .empty { return 0 }
            index = (index &+ 1) & mask
        }
    }
}

extension OwnerBlock {
    /// Whether the block is that of `name`, in any case.
    @inline(__always)
    func isNamed(_ name: Span<UInt8>) -> Bool {
        unsafe Int(head.nameLength) == name.count && name.foldedEquals(self.name)
    }

    /// Loads the head; atomic, so that the compiler keeps a load whose value nobody needs.
    func touch() -> UInt64 {
        unsafe touch(at: 0)
    }

    /// Loads the second and third cache line, where there are any: of most services, the rest of the name and the addresses.
    func touchContents() -> UInt64 {
        let size = unsafe Int(head.size)
        let second = size > 64 ? unsafe touch(at: 64) : 0
        return size > 128 ? unsafe second &+ touch(at: 128) : second
    }

    private func touch(at offset: Int) -> UInt64 {
        // Safe: the block, whose size eight divides, begins at an address that eight divides and goes on at `offset`.
        unsafe (base + offset).assumingMemoryBound(to: Atomic<UInt64>.self).pointee.load(ordering: .relaxed)
    }
}
