/// How far a walk along a table has come.
///
/// Owners have places: the bits of their home slot's number, the last one first. What is one slot in a small table is
/// several slots in a larger one, and their places follow each other, so that a walk in the order of places meets every
/// owner once, however the table grows or shrinks meanwhile.
struct TableWalk {
    /// All owners with a smaller place were met: 0 to 2^32.
    fileprivate(set) var place: UInt64 = 0

    /// Whether there is nobody left to meet.
    var isAtEnd: Bool { place >> 32 != 0 }

    /// Whether an owner whose name has `hash` was met, if it was there.
    func hasPassed(_ hash: UInt64) -> Bool { Self.place(of: UInt32(truncatingIfNeeded: hash)) < place }

    fileprivate static func place(of home: UInt32) -> UInt64 { UInt64(home.reversed) }
}

extension OwnerTable {
    /// Calls `body` for the owners of the walk's next slot; they are valid as long as the caller's section, which was open
    /// before.
    ///
    /// The writer may change slots meanwhile, as it may while a lookup is under way: an owner that is there all the time
    /// is met.
    @unsafe func advance(_ walk: inout TableWalk, _ body: (OwnerBlock) -> Void) {
        guard !walk.isAtEnd else { return }
        // Safe: neither the array nor a block found in it is freed before the section ends; the mask keeps to the array.
        let slots = unsafe self.slots
        let mask = unsafe slots.mask
        let width = UInt64(32 - mask.nonzeroBitCount)
        let first = (walk.place >> width) << width
        let home = Int(UInt32(truncatingIfNeeded: first).reversed)
        var index = home
        while true {
            let slot = unsafe slots.load(index)
            guard slot != .empty else { break }
            if let block = unsafe slot.block {
                let own = unsafe block.head.home
                if Int(own) & mask == home, TableWalk.place(of: own) >= walk.place {
                    unsafe body(block)
                }
            }
            index = (index + 1) & mask
        }
        walk.place = first + 1 << width
    }
}

extension UInt32 {
    /// The bits from the last to the first.
    fileprivate var reversed: UInt32 {
        var bits = byteSwapped
        bits = (bits & 0x0F0F_0F0F) << 4 | bits >> 4 & 0x0F0F_0F0F
        bits = (bits & 0x3333_3333) << 2 | bits >> 2 & 0x3333_3333
        return (bits & 0x5555_5555) << 1 | bits >> 1 & 0x5555_5555
    }
}
