import Synchronization

/// One reader's announcement, on cache lines of its own: readers never write to a line that another one reads.
struct ReaderSlot: ~Copyable {
    /// The epoch in which the reader's section began; 0 outside of sections.
    let epoch = Atomic<UInt64>(0)
    let isClaimed = Atomic(false)
    /// How many sections of this reader are open. The reader's own: plain loads and stores.
    let depth = Atomic(0)

    /// Two cache lines: processors fetch lines in pairs.
    static let stride = 128
}

/// The places that readers claim.
@safe struct ReaderSlots: ~Copyable, Sendable {
    private let capacity: Int
    // Safe: allocated for `capacity` slots by `init`, freed by `deinit`, and only slots below `capacity` are formed.
    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    /// No slot from here on was ever claimed.
    private let used = Atomic(0)

    init(capacity: Int) {
        self.capacity = capacity
        unsafe memory = .allocate(
            byteCount: max(capacity, 1) * ReaderSlot.stride, alignment: ReaderSlot.stride)
        for index in 0..<capacity { unsafe slot(index).initialize(to: ReaderSlot()) }
    }

    deinit {
        // Safe: slots hold nothing that must be destroyed.
        unsafe memory.deallocate()
    }

    /// Claims a slot that no other reader has, or returns nil. (Any thread.)
    func claim() -> UnsafeMutablePointer<ReaderSlot>? {
        for index in 0..<capacity {
            let slot = unsafe slot(index)
            let (claimed, _) = unsafe slot.pointee.isClaimed.compareExchange(
                expected: false, desired: true, ordering: .acquiring)
            guard claimed else { continue }
            used.max(index + 1, ordering: .sequentiallyConsistent)
            return unsafe slot
        }
        return nil
    }

    /// The oldest epoch that a section announces, or the largest number when none is open. (Writer only.)
    func oldestEpoch() -> UInt64 {
        var oldest = UInt64.max
        for index in 0..<used.load(ordering: .acquiring) {
            // Acquiring: what a reader read before it left was read before it is freed.
            let epoch = unsafe slot(index).pointee.epoch.load(ordering: .acquiring)
            if epoch != 0, epoch < oldest { oldest = epoch }
        }
        return oldest
    }

    private func slot(_ index: Int) -> UnsafeMutablePointer<ReaderSlot> {
        unsafe (memory + index * ReaderSlot.stride).assumingMemoryBound(to: ReaderSlot.self)
    }
}
