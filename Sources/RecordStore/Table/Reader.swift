import Synchronization

/// One worker's place among the readers.
///
/// It is not Sendable: a thread makes its own, or is handed one for good (`sending`).
@safe package struct Reader: ~Copyable {
    let epochs: Epochs
    // Safe: the slot lives in `epochs`, and is this reader's until `deinit`.
    fileprivate let slot: UnsafeMutablePointer<ReaderSlot>

    init?(epochs: Epochs) {
        guard let slot = unsafe epochs.slots.claim() else { return nil }
        self.epochs = epochs
        unsafe self.slot = slot
    }

    deinit {
        // Safe: no section is open, for each borrows this reader.
        unsafe slot.pointee.isClaimed.store(false, ordering: .releasing)
    }
}

/// The time during which a worker may look at published data. What it finds cannot outlive it:
/// keeping an `Owner` longer does not compile (*lifetime-dependent variable escapes its scope*).
///
/// A second section of the same reader does no harm: data stay as long as any of them is open.
@safe package struct ReadSection: ~Copyable, ~Escapable {
    // Safe: the reader, which is borrowed throughout, keeps its slot.
    private let slot: UnsafeMutablePointer<ReaderSlot>

    /// Announces the present epoch.
    @_lifetime(borrow reader)
    package init(_ reader: borrowing Reader) {
        unsafe slot = reader.slot
        let depth = unsafe slot.pointee.depth.load(ordering: .relaxed)
        unsafe slot.pointee.depth.store(depth + 1, ordering: .relaxed)
        guard depth == 0 else { return }
        // An epoch that is out of date by now only delays the writer.
        let epoch = reader.epochs.current.load(ordering: .acquiring)
        unsafe slot.pointee.epoch.store(epoch, ordering: .releasing)
        // The reader's barrier: the announcement is visible before anything published is loaded.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
    }

    deinit {
        let depth = unsafe slot.pointee.depth.load(ordering: .relaxed)
        unsafe slot.pointee.depth.store(depth - 1, ordering: .relaxed)
        guard depth == 1 else { return }
        unsafe slot.pointee.epoch.store(0, ordering: .releasing)
    }
}
