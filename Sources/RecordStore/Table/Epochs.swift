import Synchronization

/// Quiescent-state reclamation: frees what was retired once no read section can still see it. One for the process.
///
/// A reader announces the epoch in which its section begins; the writer counts the epoch up each time it retires
/// something. What was retired in epoch e is freed when no announced epoch is e or older. Two barriers make that right,
/// one on each side, between a store and the loads that follow it: `Models/reclamation.pml` shows it, and that neither
/// can be left out.
///
/// One writer at a time: all publishing, in every `Store` and `Published` of these epochs, is the control queue's. Two
/// that overlap trap. What waits to be freed is bounded by what was retired since the oldest open section began; it is
/// tried again at each change and by `reclaim()`.
package final class Epochs: Sendable {
    /// Counted up by the writer; 0 is never an epoch.
    let current = Atomic<UInt64>(1)
    let slots: ReaderSlots

    private let isWriting = Atomic(false)
    // Safe: touched by `write` only, which lets one thread in at a time, and by `deinit`.
    private nonisolated(unsafe) var garbage = Garbage()
    private let bequests = Bequests()
    private let retired = Atomic(0)
    private let retiredSize = Atomic(0)

    /// Epochs for at most `capacity` readers at one time.
    package init(capacity: Int = 128) { slots = ReaderSlots(capacity: capacity) }

    deinit {
        // No reader is left: each holds these epochs.
        unsafe bequests.move(to: &garbage, epoch: 0)
        unsafe garbage.free(before: .max)
    }

    /// A new reader, or nil when `capacity` readers exist. (Any thread.)
    package func makeReader() -> Reader? { Reader(epochs: self) }

    /// Frees what no section can see any more. (Control queue only.)
    ///
    /// Each change does so too; this is for the last of them, which open sections may have held up.
    package func reclaim() { write { _ in } }

    /// How many pieces wait to be freed. (Any thread.)
    package var retiredCount: Int { retired.load(ordering: .relaxed) }
    /// Octets that wait to be freed; objects count nothing. (Any thread.)
    package var retiredOctets: Int { retiredSize.load(ordering: .relaxed) }

    /// Runs one change: `body` unlinks things and hands them to the garbage; what is due is freed.
    func write<Result>(_ body: (inout Garbage) -> Result) -> Result {
        let overlaps = isWriting.exchange(true, ordering: .acquiring)
        precondition(!overlaps, "a store has one writer")
        defer { isWriting.store(false, ordering: .releasing) }

        let epoch = current.load(ordering: .relaxed)
        unsafe garbage.epoch = epoch
        let result = unsafe body(&garbage)
        unsafe bequests.move(to: &garbage, epoch: epoch)
        guard unsafe !garbage.isEmpty else { return result }

        // Whoever reads the next epoch sees what was unlinked in this one.
        current.store(epoch + 1, ordering: .releasing)
        // The writer's barrier: what was unlinked is visible before the announcements are looked at.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        unsafe garbage.free(before: slots.oldestEpoch())
        retired.store(unsafe garbage.count, ordering: .relaxed)
        retiredSize.store(unsafe garbage.octets, ordering: .relaxed)
        return result
    }

    /// Takes what is let go together with its last owner, whichever thread that happens on.
    func bequeath(_ item: consuming Retired, octets: Int) { bequests.push(item, octets: octets) }
}
