/// When the lists of names that hints come from are made anew: once a 64th of a list's names came or went, or any of a short
/// list's. So a change costs as much as copying some 64 names, however long the list is; that a name still exists is looked
/// up before it is told.
struct NameListAges {
    private static let share = 64

    /// How many names came or went since each list was made.
    private var changes: [String: Int] = [:]

    /// Notes that `count` names of `list`, which has `size` now, came or went. Returns whether it is to be made anew.
    mutating func note(_ count: Int, in list: String, of size: Int) -> Bool {
        let sum = changes[list, default: 0] + count
        let isDue = sum >= max(1, size / Self.share)
        changes[list] = isDue ? nil : sum
        return isDue
    }
}
