import Synchronization

extension OwnerTable {
    /// Puts an owner in place of the one of that name; false when that one is equal.
    func publish(
        _ owner: OwnerBuilder, hash: UInt64, noting history: borrowing History,
        retiringTo garbage: inout Garbage
    ) -> Bool {
        // Safe: the block is this call's until it is stored in a slot; the one it replaces is retired, not freed.
        let block = unsafe OwnerComposer(owner, hash: hash).block()
        let size = unsafe Int(block.head.size).allocated
        var place = unsafe place(of: block.name, hash: hash)
        if let old = unsafe place.block {
            guard unsafe !old.isEqual(to: block) else {
                unsafe block.base.deallocate()
                return false
            }
            unsafe history.note(old, replacedBy: block, hash: hash)
            unsafe slots.store(Slot(block, hash: hash), at: place.index)
            accounts.octets.add(size)
            unsafe retire(old, to: &garbage)
            return true
        }
        if makeRoom(for: place, retiringTo: &garbage) {
            place = unsafe self.place(of: block.name, hash: hash)
        }
        unsafe history.note(nil, replacedBy: block, hash: hash)
        unsafe slots.store(Slot(block, hash: hash), at: place.index)
        accounts.owners.add(1)
        if place.slot == .empty { accounts.used.add(1) }
        accounts.octets.add(size)
        return true
    }

    /// Removes the owner of that name; false when there is none.
    func remove(
        _ name: Span<UInt8>, hash: UInt64, noting history: borrowing History,
        retiringTo garbage: inout Garbage
    ) -> Bool {
        // Safe: the block leaves its slot before it is retired, and is not freed here.
        let place = place(of: name, hash: hash)
        guard let block = unsafe place.block else { return false }
        let slots = unsafe self.slots
        let mask = unsafe slots.mask
        unsafe history.note(removalOf: block, hash: hash)
        unsafe slots.store(.tombstone, at: place.index)
        accounts.owners.add(-1)
        unsafe retire(block, to: &garbage)

        // A tombstone before an empty slot keeps no search going: it and those before it become empty.
        guard unsafe slots.load((place.index + 1) & mask) == .empty else { return true }
        var index = place.index
        while unsafe slots.load(index) == .tombstone {
            unsafe slots.store(.empty, at: index)
            accounts.used.add(-1)
            index = (index - 1) & mask
        }
        return true
    }

    /// Lets go of everything, on any thread: nobody holds the table any more, but sections may still look at its owners.
    func leave(to epochs: Epochs) { unsafe epochs.bequeath(.table(slots), octets: octets) }
}

extension OwnerTable {
    /// Where an owner stands, or may be put.
    private struct Place {
        var index: Int
        var slot: Slot
        /// How many slots were looked at.
        var steps: Int

        var block: OwnerBlock? { unsafe slot.block }
    }

    private func place(of name: Span<UInt8>, hash: UInt64) -> Place {
        // Safe: the writer frees no block while it is in a slot.
        let slots = unsafe self.slots
        let mask = unsafe slots.mask
        var index = Int(truncatingIfNeeded: hash) & mask
        var reusable: Int?
        var steps = 1
        while true {
            let slot = unsafe slots.load(index)
            if slot == .empty {
                guard let reusable else { return Place(index: index, slot: slot, steps: steps) }
                return Place(index: reusable, slot: .tombstone, steps: steps)
            }
            if slot == .tombstone {
                reusable = reusable ?? index
            } else if let block = unsafe slot.block(tagged: hash), unsafe block.isNamed(name) {
                return Place(index: index, slot: slot, steps: steps)
            }
            index = (index + 1) & mask
            steps += 1
        }
    }

    /// A search longer than this shows that names gather: a million of them at full load stay below 200.
    private static let longestSearch = 512

    /// Publishes another array when one more slot is too many for this one; returns whether it did.
    ///
    /// At most six slots in ten are used, and a new array has at least twice as many slots as owners, so that a visit to
    /// all of them pays for a tenth as many insertions or more.
    private func makeRoom(for place: Place, retiringTo garbage: inout Garbage) -> Bool {
        let slots = unsafe self.slots
        let present = self.capacity
        let wanted = accounts.owners.load(ordering: .relaxed) + 1
        var capacity = Self.leastCapacity
        while capacity < 2 * wanted { capacity *= 2 }

        if place.steps > Self.longestSearch, present < 64 * wanted {
            capacity = max(capacity, 2 * present)
        } else if place.slot == .tombstone
            || 10 * (accounts.used.load(ordering: .relaxed) + 1) <= 6 * present
        {
            return false
        }
        // Safe: readers find the old array or the new one, complete; the old one is retired, not freed.
        let larger = unsafe SlotArray(capacity: capacity)
        unsafe slots.copy(to: larger)
        unsafe array.store(larger.address, ordering: .releasing)
        unsafe garbage.retire(.memory(slots.address), octets: slots.octets)
        accounts.used.store(wanted - 1, ordering: .relaxed)
        accounts.octets.add(unsafe larger.octets - slots.octets)
        return true
    }

    /// Retires a block that is in no slot any more.
    private func retire(_ block: OwnerBlock, to garbage: inout Garbage) {
        let size = unsafe Int(block.head.size).allocated
        accounts.octets.add(-size)
        unsafe garbage.retire(.memory(block.base), octets: size)
    }
}

extension OwnerBlock {
    /// Whether both blocks hold the same octets.
    fileprivate func isEqual(to other: OwnerBlock) -> Bool {
        let size = unsafe Int(head.size)
        guard unsafe size == Int(other.head.size) else { return false }
        // Safe: the size of a block is a multiple of 8.
        for offset in stride(from: 0, to: size, by: 8)
        where unsafe base.load(fromByteOffset: offset, as: UInt64.self)
            != other.base.load(fromByteOffset: offset, as: UInt64.self)
        {
            return false
        }
        return true
    }
}

extension Atomic<Int> {
    /// Adds without a locked instruction: there is one writer.
    fileprivate func add(_ difference: Int) {
        store(load(ordering: .relaxed) + difference, ordering: .relaxed)
    }
}
