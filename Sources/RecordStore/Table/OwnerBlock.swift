/// One owner in memory: an immutable block, from publication until it is freed.
///
/// The head, the folded name, an entry for each RRset, an entry for each branch (ordered for a binary search), the
/// images (each distinct one once) and the branches' folded labels follow each other; offsets count from the head.
/// `OwnerComposer` writes it.
@usableFromInline
@unsafe struct OwnerBlock {
    @usableFromInline
    struct Head: BitwiseCopyable {
        /// The low bits of the name's hash: where the owner belongs in a table of any size up to 2^32 slots.
        var home: UInt32
        /// Octets of the block, a multiple of 8.
        var size: UInt32 = 0
        var branchCount: UInt32
        @usableFromInline var setCount: UInt16
        /// Octets of the name, the root's zero octet included.
        @usableFromInline var nameLength: UInt16

        /// Offset of the name.
        @inlinable static var name: Int { MemoryLayout<Head>.size }
        /// Offset of the entries of RRsets.
        @inlinable var sets: Int { (Self.name &+ Int(nameLength) &+ 3) & ~3 }
        /// Offset of the entries of branches.
        var branches: Int { sets + Int(setCount) * MemoryLayout<SetEntry>.stride }
        /// Offset of what comes behind the entries.
        var contents: Int { branches + Int(branchCount) * MemoryLayout<BranchEntry>.stride }
    }

    @usableFromInline
    struct SetEntry: BitwiseCopyable {
        @usableFromInline var type: UInt16
        var reserved: UInt16 = 0
        @usableFromInline var image: UInt32
    }

    @usableFromInline
    struct BranchEntry: BitwiseCopyable {
        var labels: UInt32
        /// 0 when there is no image.
        @usableFromInline var image: UInt32
        @usableFromInline var type: UInt16
        var labelsLength: UInt16
    }

    // Safe: counts and offsets below are those that the composer wrote, all within the block; who holds one of these
    // keeps to the block's life.
    @usableFromInline let base: UnsafeMutableRawPointer

    @inlinable var head: Head { unsafe base.load(as: Head.self) }

    /// The folded name; valid while the block is.
    var name: Span<UInt8> {
        @_lifetime(immortal)
        get { unsafe octets(at: Head.name, count: Int(head.nameLength)) }
    }

    /// The image for `type`, or nil; valid while the block is.
    @_lifetime(immortal)
    @inlinable @inline(__always)
    func image(for type: UInt16) -> ImageView? {
        let head = unsafe head
        let entries = unsafe base + head.sets
        var offset = 0
        while offset < Int(head.setCount) &* MemoryLayout<SetEntry>.stride {
            let entry = unsafe entries.load(fromByteOffset: offset, as: SetEntry.self)
            if entry.type == type { return unsafe ImageView(at: base + Int(entry.image)) }
            offset &+= MemoryLayout<SetEntry>.stride
        }
        return nil
    }

    /// The type of the entry `index` of RRsets.
    func type(at index: Int) -> UInt16 {
        let head = unsafe head
        precondition(index >= 0 && index < Int(head.setCount))
        return unsafe base.load(
            fromByteOffset: head.sets + index * MemoryLayout<SetEntry>.stride, as: SetEntry.self
        ).type
    }

    /// The labels of the branch `index`; valid while the block is.
    @_lifetime(immortal)
    func branchLabels(at index: Int) -> Span<UInt8> {
        let head = unsafe head
        precondition(index >= 0 && index < Int(head.branchCount))
        let entry = unsafe base.load(
            fromByteOffset: head.branches + index * MemoryLayout<BranchEntry>.stride, as: BranchEntry.self)
        return unsafe octets(at: Int(entry.labels), count: Int(entry.labelsLength))
    }

    /// The entry of the branch with these labels, in any case.
    func branch(_ labels: Span<UInt8>) -> BranchEntry? {
        let head = unsafe head
        let entries = unsafe base + head.branches
        var candidates = 0..<Int(head.branchCount)
        while !candidates.isEmpty {
            let middle = candidates.lowerBound + candidates.count / 2
            let entry = unsafe entries.load(
                fromByteOffset: middle * MemoryLayout<BranchEntry>.stride, as: BranchEntry.self)
            let found = unsafe octets(at: Int(entry.labels), count: Int(entry.labelsLength))
            switch labels.foldedOrder(to: found) {
            case .same: return entry
            case .before: candidates = candidates.lowerBound..<middle
            case .after: candidates = middle + 1..<candidates.upperBound
            }
        }
        return nil
    }

    @_lifetime(immortal)
    private func octets(at offset: Int, count: Int) -> Span<UInt8> {
        let start = unsafe (base + offset).assumingMemoryBound(to: UInt8.self)
        let octets = unsafe Span(_unsafeStart: start, count: count)
        return unsafe _overrideLifetime(octets, copying: ())
    }
}

extension Int {
    /// The least multiple of `unit`, a power of two, that is not less.
    func rounded(up unit: Int) -> Int { (self + unit - 1) & -unit }

    /// Octets that an allocation of this many takes: glibc's malloc adds a word and rounds up to two.
    var allocated: Int { Swift.max((self + 8).rounded(up: 16), 32) }
}
