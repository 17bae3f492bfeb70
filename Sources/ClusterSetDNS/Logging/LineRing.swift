import Synchronization

/// Lines in the order in which they came, from any number of threads to one that takes them: a bounded ring of words.
///
/// To append takes a fixed number of steps at most, whatever the others do: nobody waits for room, for a lock or for
/// another one that appends. A place is claimed by moving the tail on; the line is copied there, and its length, which
/// stands in front, is stored last. The taker goes from length to length, up to one that is still zero, and leaves zeros behind.
final class LineRing: Sendable {
    /// What became of a line.
    enum Outcome {
        case appended
        /// It is the first since the taker has rested: somebody must call it.
        case appendedFirst
        /// There was no room for it.
        case full
        /// Others were faster, again and again.
        case contended
    }

    private final class Page: Sendable {
        let words = InlineArray<1024, Atomic<UInt64>> { _ in Atomic(0) }
    }

    /// A page that is borrowed, never copied: to copy it would retain it, on a line of memory that all threads write to.
    private struct Place: ~Copyable, Sendable {
        let page = Page()
    }

    /// The most octets of all lines: a mebibyte.
    static let largest = 1 << 20
    private static let attempts = 64
    private static let mask = UInt64(largest / 8 - 1)

    private let places = InlineArray<128, Place> { _ in Place() }
    /// The most words that are in use.
    private let capacity: UInt64
    // What all threads write to, and what only the taker writes to, on cache lines of their own.
    private let before = InlineArray<16, UInt64>(repeating: 0)
    /// Twice the number of words claimed since the beginning; the lowest bit says that the taker is called.
    private let tail = Atomic<UInt64>(0)
    private let between = InlineArray<16, UInt64>(repeating: 0)
    /// The number of words that were taken since the beginning.
    private let head = Atomic<UInt64>(0)
    private let after = InlineArray<16, UInt64>(repeating: 0)

    /// A ring for `octets`, `largest` at most; each line takes eight for its length, and the next multiple of eight.
    init(capacity octets: Int) {
        capacity = UInt64(max(1, min(octets, Self.largest) / 8))
    }

    /// Appends a line that has ended. (Any thread.)
    func append(_ line: inout LogLine) -> Outcome {
        let size = UInt64(Self.words(for: line.count))
        for _ in 0..<Self.attempts {
            let seen = tail.load(ordering: .relaxed)
            let start = seen >> 1
            // Acquired: the zeros that the taker left are there before anything is written over them. The head may have
            // gone past a tail that is no longer the tail; the exchange fails then.
            guard start &+ size &- head.load(ordering: .acquiring) <= capacity else {
                if tail.load(ordering: .relaxed) == seen { return .full }
                continue
            }
            guard
                tail.weakCompareExchange(
                    expected: seen, desired: (start &+ size) << 1 | 1, ordering: .acquiringAndReleasing
                ).exchanged
            else { continue }
            for index in 1..<size {
                store(line.word(at: Int(index) - 1), at: start &+ index)
            }
            publish(length: line.count, at: start)
            return seen & 1 == 0 ? .appendedFirst : .appended
        }
        return .contended
    }

    /// Whether nobody has called the taker yet, which the caller must do then. (Any thread.)
    func callTaker() -> Bool { tail.bitwiseOr(1, ordering: .acquiringAndReleasing).oldValue & 1 == 0 }

    /// What is the end now. (Any thread.)
    var end: UInt64 { tail.load(ordering: .acquiring) >> 1 }

    /// Moves lines before `end` into `buffer`, as many as there is room for; one that is longer than that makes room. Returns
    /// how many octets they have. (The taker only.)
    func take(upTo end: UInt64, into buffer: inout [UInt8]) -> Int {
        var position = head.load(ordering: .relaxed)
        var octets = 0
        while position < end {
            let count = length(at: position)
            // Claimed, but not written yet.
            guard count > 0 else { break }
            let size = Self.words(for: count)
            if octets + 8 * size > buffer.count {
                guard octets == 0 else { break }
                buffer += [UInt8](repeating: 0, count: 8 * size - buffer.count)
            }
            store(0, at: position)
            move(size - 1, from: position &+ 1, to: octets, of: &buffer)
            octets += count
            position &+= UInt64(size)
        }
        head.store(position, ordering: .releasing)
        return octets
    }

    /// Moves `count` words from `position` on to where `offset` says, and leaves zeros.
    private func move(_ count: Int, from position: UInt64, to offset: Int, of buffer: inout [UInt8]) {
        var octets = buffer.mutableSpan
        for index in 0..<count {
            let position = position &+ UInt64(index)
            octets.store(word(at: position), at: offset + 8 * index)
            store(0, at: position)
        }
    }

    /// Whether all before `end` has been taken. (The taker only.)
    func isTaken(upTo end: UInt64) -> Bool { head.load(ordering: .relaxed) >= end }

    /// Whether the taker may rest until it is called: it has taken all. (The taker only.)
    func rest() -> Bool {
        let position = head.load(ordering: .relaxed)
        return tail.compareExchange(
            expected: position << 1 | 1, desired: position << 1, ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// The words of a line of `count` octets and its length.
    private static func words(for count: Int) -> Int { 1 + (count + 7) / 8 }

    private static func place(_ position: UInt64) -> (page: Int, word: Int) {
        let index = Int(position & mask)
        return (index >> 10, index & 1023)
    }

    private func word(at position: UInt64) -> UInt64 {
        let place = Self.place(position)
        return places[place.page].page.words[place.word].load(ordering: .relaxed)
    }

    private func store(_ word: UInt64, at position: UInt64) {
        let place = Self.place(position)
        places[place.page].page.words[place.word].store(word, ordering: .relaxed)
    }

    /// The length at `position`; what it is the length of can be read, unless it is zero.
    private func length(at position: UInt64) -> Int {
        let place = Self.place(position)
        return Int(places[place.page].page.words[place.word].load(ordering: .acquiring))
    }

    private func publish(length: Int, at position: UInt64) {
        let place = Self.place(position)
        places[place.page].page.words[place.word].store(UInt64(length), ordering: .releasing)
    }
}

extension MutableSpan<UInt8> {
    /// Stores the octets of `word`, the lowest first, from `start` on. (Eight stores that are known to fit are compiled to one.)
    @_lifetime(self: copy self)
    fileprivate mutating func store(_ word: UInt64, at start: Int) {
        guard start >= 0, start <= count - 8 else { return }
        self[start] = UInt8(truncatingIfNeeded: word)
        self[start + 1] = UInt8(truncatingIfNeeded: word >> 8)
        self[start + 2] = UInt8(truncatingIfNeeded: word >> 16)
        self[start + 3] = UInt8(truncatingIfNeeded: word >> 24)
        self[start + 4] = UInt8(truncatingIfNeeded: word >> 32)
        self[start + 5] = UInt8(truncatingIfNeeded: word >> 40)
        self[start + 6] = UInt8(truncatingIfNeeded: word >> 48)
        self[start + 7] = UInt8(truncatingIfNeeded: word >> 56)
    }
}
