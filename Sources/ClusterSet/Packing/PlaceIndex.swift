/// The places of services by the hash of a name: open addressing with linear probing.
///
/// A slot is the upper half of a hash over a place and one; 0 is empty. Four slots in five are used at most, and at least a
/// third of them where there are more than a few.
struct PlaceIndex {
    private var slots: [UInt64] = []
    private(set) var count = 0

    /// The hash of a name, other in every process.
    static func hash(_ name: String) -> UInt32 { UInt32(truncatingIfNeeded: name.hashValue >> 32) }

    /// All places, in no order: one that was added twice stands here twice.
    var places: [UInt32] { slots.compactMap { $0 == 0 ? nil : Self.place($0) } }

    /// The most slots that lie between a place and where its search begins.
    var longestSearch: Int {
        slots.indices.filter { slots[$0] != 0 }
            .map { distance(from: home(of: Self.hash(slots[$0])), to: $0) }.max() ?? 0
    }

    /// The first place at this hash for which `isRight` holds.
    func first(at hash: UInt32, where isRight: (UInt32) -> Bool) -> UInt32? {
        guard count > 0 else { return nil }
        var index = home(of: hash)
        while slots[index] != 0 {
            if Self.hash(slots[index]) == hash, isRight(Self.place(slots[index])) {
                return Self.place(slots[index])
            }
            index = next(index)
        }
        return nil
    }

    mutating func insert(_ place: UInt32, at hash: UInt32) {
        if 5 * (count + 1) > 4 * slots.count { resize(to: max(4, slots.count + slots.count / 2)) }
        fill(UInt64(hash) << 32 | UInt64(place + 1))
        count += 1
    }

    /// Removes a place that stands at this hash.
    mutating func remove(_ place: UInt32, at hash: UInt32) {
        guard var hole = index(of: place, at: hash) else { return }
        count -= 1
        var index = next(hole)
        // What stands behind moves up, unless its search begins behind the hole.
        while slots[index] != 0 {
            let home = home(of: Self.hash(slots[index]))
            if distance(from: home, to: index) >= distance(from: hole, to: index) {
                slots[hole] = slots[index]
                hole = index
            }
            index = next(index)
        }
        slots[hole] = 0
        if slots.count > 16, 3 * count < slots.count { resize(to: count + count / 2 + 4) }
    }

    private static func hash(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot >> 32) }
    private static func place(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot) - 1 }

    private func index(of place: UInt32, at hash: UInt32) -> Int? {
        guard count > 0 else { return nil }
        let wanted = UInt64(hash) << 32 | UInt64(place + 1)
        var index = home(of: hash)
        while slots[index] != wanted {
            guard slots[index] != 0 else { return nil }
            index = next(index)
        }
        return index
    }

    /// Where a search for `hash` begins: any number of slots will do.
    private func home(of hash: UInt32) -> Int { Int((UInt64(hash) * UInt64(slots.count)) >> 32) }

    private func next(_ index: Int) -> Int { index + 1 == slots.count ? 0 : index + 1 }

    private func distance(from start: Int, to end: Int) -> Int {
        end >= start ? end - start : end - start + slots.count
    }

    private mutating func resize(to capacity: Int) {
        let former = slots
        slots = Array(repeating: 0, count: capacity)
        for slot in former where slot != 0 { fill(slot) }
    }

    private mutating func fill(_ slot: UInt64) {
        var index = home(of: Self.hash(slot))
        while slots[index] != 0 { index = next(index) }
        slots[index] = slot
    }
}
