import Synchronization

/// What was let go outside of the writer's turn: pushed by any thread, taken by the writer.
@safe struct Bequests: ~Copyable, Sendable {
    @safe private struct Link {
        var item: Retired
        var octets: Int
        var next: UnsafeMutablePointer<Link>?
    }

    // Safe: a link belongs to who pushes it, then to who takes the list; the exchanges hand it over.
    private nonisolated(unsafe) let last = unsafe Atomic<UnsafeMutablePointer<Link>?>(nil)

    func push(_ item: consuming Retired, octets: Int) {
        // Safe: the link belongs to this call until the exchange succeeds, then to whoever takes the list.
        let link = UnsafeMutablePointer<Link>.allocate(capacity: 1)
        unsafe link.initialize(to: Link(item: item, octets: octets, next: last.load(ordering: .relaxed)))
        while true {
            let (done, found) = unsafe last.compareExchange(
                expected: link.pointee.next, desired: link, ordering: .acquiringAndReleasing)
            if done { return }
            unsafe link.pointee.next = found
        }
    }

    /// Retires all of them in `epoch`. (Writer only.)
    func move(to garbage: inout Garbage, epoch: UInt64) {
        guard unsafe last.load(ordering: .relaxed) != nil else { return }
        garbage.epoch = epoch
        // Safe: the exchange makes the whole list this call's.
        var next = unsafe last.exchange(nil, ordering: .acquiring)
        while let link = unsafe next {
            let entry = unsafe link.move()
            unsafe link.deallocate()
            garbage.retire(entry.item, octets: entry.octets)
            unsafe next = entry.next
        }
    }
}
