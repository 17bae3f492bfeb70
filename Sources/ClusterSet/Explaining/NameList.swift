import DNSWire
import RecordStore

/// Names one label long in order, as octets that a worker can search: their number, where each ends, then all of them
/// without anything between. Numbers have four octets, the most significant first.
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
        for shift in [24, 16, 8, 0] { octets.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// A view of a `NameList`, and the search for the name that somebody may have meant.
struct NameListView: ~Escapable {
    /// How many names a label is compared with at most, half of them on either side of where it would stand.
    private static let reach = 24

    private let octets: Span<UInt8>
    let count: Int

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) {
        self.octets = octets
        count = octets.count < 4 ? 0 : Int(octets.bigEndian(at: 0, as: UInt32.self))
    }

    /// The name `index`.
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(copy self)
        get { octets.extracting(start(of: index)..<start(of: index + 1)) }
    }

    /// Where name `index` begins, and the one before it ends.
    @inline(__always)
    private func start(of index: Int) -> Int {
        let names = 4 &+ 4 &* count
        return index == 0 ? names : names &+ Int(octets.bigEndian(at: 4 &* index, as: UInt32.self))
    }

    /// The index of the name that is most like `label`, in any case: the first that one slip of a finger turns into it, or
    /// a neighbour that one of them is the beginning of. The number of comparisons is bounded, whatever there is.
    func nearest(to label: Span<UInt8>) -> Int? { nearest(to: FoldedLabel(label)) }

    private func nearest(to folded: borrowing FoldedLabel) -> Int? {
        let label = folded.span
        let place = self.place(of: label, folded.key)
        let first = max(0, min(place - Self.reach / 2, count - Self.reach))
        let last = min(count, first + Self.reach)
        var start = self.start(of: first)
        var index = first
        while index < last {
            let end = self.start(of: index &+ 1)
            // As long, or one octet more or less.
            if UInt(bitPattern: end &- start &- label.count &+ 1) < 3,
                octets.extracting(start..<end).isOneSlip(from: label)
            {
                return index
            }
            start = end
            index &+= 1
        }
        if place > 0, self[place - 1].sharesBeginning(with: label) { return place - 1 }
        if place < count, self[place].sharesBeginning(with: label) { return place }
        return nil
    }

    /// The index of the first name that does not come before `label`, whose first eight octets `key` are.
    private func place(of label: Span<UInt8>, _ key: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low &+ (high &- low) >> 1
            let start = self.start(of: middle)
            let end = self.start(of: middle &+ 1)
            let other = self.key(from: start, to: end)
            // Most names differ early.
            let isBefore =
                other != key ? other < key : octets.extracting(start..<end).isBefore(label)
            if isBefore { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// The first eight octets of the name between `start` and `end`, the first on top and zeros behind the last, which no name has:
    /// in the order of the names.
    @inline(__always)
    private func key(from start: Int, to end: Int) -> UInt64 {
        guard start &+ 8 <= octets.count else { return octets.extracting(start..<end).shortKey }
        let word: UInt64 = octets.bigEndian(at: start)
        return end &- start < 8 ? word & ~(.max >> (8 &* UInt64(end &- start))) : word
    }
}

/// A label in lower case, as the names of a list are.
private struct FoldedLabel: ~Copyable {
    private var octets = InlineArray<64, UInt8>(repeating: 0)
    private let count: Int

    init(_ label: Span<UInt8>) {
        count = min(label.count, Name.maximumLabelLength)
        var target = octets.mutableSpan
        target.copyFolded(label.extracting(first: count), at: 0)
    }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { octets.span.extracting(0..<count) }
    }

    /// Its first eight octets, the first on top and zeros behind the last.
    var key: UInt64 { octets.span.bigEndian(at: 0) }
}

extension Span<UInt8> {
    /// All octets, fewer than eight, the first on top and zeros behind the last.
    fileprivate var shortKey: UInt64 {
        var key: UInt64 = 0
        for index in indices { key |= UInt64(self[index]) << (56 - 8 * UInt64(index)) }
        return key
    }

    fileprivate func isBefore(_ other: Span<UInt8>) -> Bool {
        let common = commonBeginning(with: other)
        guard common < other.count else { return false }
        return common == count || self[common] < other[common]
    }

    /// Whether the longer of both begins with the shorter, which is more than two octets long.
    fileprivate func sharesBeginning(with other: Span<UInt8>) -> Bool {
        let most = Swift.min(count, other.count)
        return most > 2 && commonBeginning(with: other) == most
    }

    /// Whether one octet more, less or another, or two neighbours changed about, make one of the other; both are about as long.
    fileprivate func isOneSlip(from other: Span<UInt8>) -> Bool {
        let most = Swift.min(count, other.count)
        guard most > 0, Swift.max(count, other.count) > 2 else { return false }
        // Most neighbours differ at either end.
        guard self[0] == other[0] || self[count - 1] == other[other.count - 1] else { return false }
        let head = commonBeginning(with: other)
        let tail = Swift.min(commonEnd(with: other), most - head)
        let (mine, theirs) = (count - head - tail, other.count - head - tail)
        if mine < 2, theirs < 2 { return mine + theirs > 0 }
        return mine == 2 && theirs == 2 && self[head] == other[head + 1] && self[head + 1] == other[head]
    }
}
