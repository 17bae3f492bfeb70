/// Something that is unlinked and waits until no section can see it.
@safe enum Retired {
    /// Raw memory of one allocation.
    case memory(UnsafeMutableRawPointer)
    /// An array of slots with all owners that it refers to.
    case table(SlotArray)
    case object(AnyObject)

    /// Safe when nothing refers to the memory any more.
    @unsafe fileprivate consuming func free() {
        switch self {
        case .memory(let memory): unsafe memory.deallocate()
        case .table(let slots): unsafe slots.freeWithOwners()
        case .object: break
        }
    }
}

/// What was retired, oldest first.
struct Garbage {
    /// The epoch in which things are retired now.
    var epoch: UInt64 = 0
    /// Octets of memory in here.
    private(set) var octets = 0
    private var entries: [(item: Retired?, octets: Int, epoch: UInt64)] = []
    /// Entries before this one are gone.
    private var first = 0

    var count: Int { entries.count - first }
    var isEmpty: Bool { count == 0 }

    /// Takes what no section that begins from now on can reach; `octets` is for the accounts.
    mutating func retire(_ item: Retired, octets: Int) {
        entries.append((item, octets, epoch))
        self.octets += octets
    }

    /// Frees what was retired before `epoch`.
    mutating func free(before epoch: UInt64) {
        while first < entries.count, entries[first].epoch < epoch {
            octets -= entries[first].octets
            // Safe: each item was unlinked when it came, goes once, and no open section began early enough to see it.
            if let item = entries[first].item.take() { unsafe item.free() }
            first += 1
        }
        if first == entries.count {
            // The room that a long section made necessary is given back.
            entries.removeAll(keepingCapacity: entries.capacity <= 1024)
            first = 0
        } else if first > entries.count / 2 {
            // Moves fewer entries than went since the last time.
            entries.removeFirst(first)
            first = 0
        }
    }
}
