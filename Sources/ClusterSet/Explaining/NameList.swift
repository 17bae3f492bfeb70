import DNSWire

/// Names one label long in order, as octets that a worker can search: their number, where each ends, then all of them
/// without anything between. Numbers have four octets, the least significant first.
enum NameList {
    /// The octets of `names`, which are in lower case.
    static func octets(of names: some Sequence<String>) -> [UInt8] {
        let sorted = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        var octets: [UInt8] = []
        octets.reserveCapacity(4 + sorted.reduce(0) { $0 + 4 + $1.count })
        append(sorted.count, to: &octets)
        var end = 0
        for name in sorted {
            end += name.count
            append(end, to: &octets)
        }
        for name in sorted { octets += name }
        return octets
    }

    private static func append(_ number: Int, to octets: inout [UInt8]) {
        for shift in [0, 8, 16, 24] { octets.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// A view of a `NameList`, and the search for the name that somebody may have meant.
struct NameListView: ~Escapable {
    /// How many names a label is compared with at most, half of them on either side of where it would stand.
    private static let reach = 32

    private let octets: Span<UInt8>
    let count: Int

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) {
        self.octets = octets
        count = octets.count < 4 ? 0 : octets.littleEndian(at: 0)
    }

    /// The name `index`.
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(copy self)
        get {
            let start = 4 + 4 * count
            let first = index == 0 ? 0 : octets.littleEndian(at: 4 * index)
            return octets.extracting(start + first..<start + octets.littleEndian(at: 4 + 4 * index))
        }
    }

    /// The index of the name that is most like `label`, in any case: the first that one slip of a finger turns into it, or
    /// a neighbour that one of them is the beginning of. The number of comparisons is bounded, whatever there is.
    func nearest(to label: Span<UInt8>) -> Int? {
        let place = self.place(of: label)
        let first = max(0, min(place - Self.reach / 2, count - Self.reach))
        let last = min(count, first + Self.reach)
        for index in first..<last where self[index].isOneSlip(from: label) { return index }
        if place > 0, self[place - 1].sharesBeginning(with: label) { return place - 1 }
        if place < count, self[place].sharesBeginning(with: label) { return place }
        return nil
    }

    /// The index of the first name that does not come before `label`.
    private func place(of label: Span<UInt8>) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].isBefore(label) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// These octets are in lower case, the others in any.
extension Span<UInt8> {
    fileprivate func littleEndian(at offset: Int) -> Int {
        Int(self[offset]) | Int(self[offset + 1]) << 8 | Int(self[offset + 2]) << 16
            | Int(self[offset + 3]) << 24
    }

    fileprivate func isBefore(_ other: Span<UInt8>) -> Bool {
        let common = commonBeginning(with: other)
        guard common < other.count else { return false }
        return common == count || self[common] < Name.fold(other[common])
    }

    private func commonBeginning(with other: Span<UInt8>) -> Int {
        let most = Swift.min(count, other.count)
        var length = 0
        while length < most, self[length] == Name.fold(other[length]) { length += 1 }
        return length
    }

    /// Whether the longer of both begins with the shorter, which is more than two octets long.
    fileprivate func sharesBeginning(with other: Span<UInt8>) -> Bool {
        let most = Swift.min(count, other.count)
        return most > 2 && commonBeginning(with: other) == most
    }

    /// Whether one octet more, less or another, or two neighbours changed about, make one of the other.
    fileprivate func isOneSlip(from other: Span<UInt8>) -> Bool {
        guard Swift.max(count, other.count) > 2, abs(count - other.count) < 2 else { return false }
        let head = commonBeginning(with: other)
        let most = Swift.min(count, other.count) - head
        var tail = 0
        while tail < most, self[count - 1 - tail] == Name.fold(other[other.count - 1 - tail]) { tail += 1 }
        let (mine, theirs) = (count - head - tail, other.count - head - tail)
        if mine < 2, theirs < 2 { return mine + theirs > 0 }
        return mine == 2 && theirs == 2 && self[head] == Name.fold(other[head + 1])
            && self[head + 1] == Name.fold(other[head])
    }
}
