/// How octets stand to others in the order that branches are searched by.
enum FoldedOrder {
    case before
    case same
    case after
}

// Octets eight at a time, ASCII letters in lower case, never read past their end. A length octet of a name (0 to 63) is
// never a letter, so a whole name can be folded.
//
// Inlined wherever it is used: names are short, and calls would cost as much as the comparison.
extension Span<UInt8> {
    /// The eight octets from `offset` on, as they are; `offset` + 8 is at most `count`.
    @inlinable @inline(__always)
    func word(at offset: Int) -> UInt64 {
        assert(offset >= 0 && offset + 8 <= count)
        // Safe: the callers, all in this folder, keep to the bound above.
        return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
    }

    /// All octets, fewer than eight, as they are: the first in the lowest bits and zeros behind the last.
    @usableFromInline
    func shortWord() -> UInt64 {
        var word: UInt64 = 0
        for index in indices { word |= UInt64(self[index]) << (8 * UInt64(index)) }
        return word
    }

    /// Whether these octets, folded, are `folded`.
    @inline(__always)
    func foldedEquals(_ folded: Span<UInt8>) -> Bool {
        guard count == folded.count else { return false }
        guard count >= 8 else { return foldedFirstDifference(from: folded) == nil }
        let last = count &- 8
        var offset = 0
        while offset < last {
            guard word(at: offset).foldedEquals(folded.word(at: offset)) else { return false }
            offset &+= 8
        }
        // The last step overlaps the one before.
        return word(at: last).foldedEquals(folded.word(at: last))
    }

    /// How these octets, folded, stand to `folded`: by count, then by words. Any total order would do.
    func foldedOrder(to folded: Span<UInt8>) -> FoldedOrder {
        guard count == folded.count else { return count < folded.count ? .before : .after }
        guard let (left, right) = foldedFirstDifference(from: folded) else { return .same }
        return left < right ? .before : .after
    }

    /// The first words that differ once this side is folded, or nil. Both have the same count.
    func foldedFirstDifference(from folded: Span<UInt8>) -> (left: UInt64, right: UInt64)? {
        assert(count == folded.count)
        guard count >= 8 else { return shortWord().foldedDifference(from: folded.shortWord()) }
        let last = count &- 8
        var offset = 0
        while offset < last {
            if let difference = word(at: offset).foldedDifference(from: folded.word(at: offset)) {
                return difference
            }
            offset &+= 8
        }
        // The last step overlaps the one before.
        return word(at: last).foldedDifference(from: folded.word(at: last))
    }
}

extension UInt64 {
    /// Whether this word, folded, is `folded`.
    ///
    /// Most queries come in lower case: it is folded only when they differ as they are.
    @inline(__always)
    func foldedEquals(_ folded: UInt64) -> Bool { self == folded || foldedDifference(from: folded) == nil }

    /// Both words if they differ once this one is folded.
    func foldedDifference(from folded: UInt64) -> (left: UInt64, right: UInt64)? {
        guard self != folded else { return nil }
        let left = asciiFolded
        return left == folded ? nil : (left, folded)
    }

    /// These eight octets with the ASCII letters among them in lower case.
    @inlinable @inline(__always)
    package var asciiFolded: UInt64 {
        let low = self & 0x7F7F_7F7F_7F7F_7F7F
        // Bit 7 of an octet tells: it is at least "A", it is above "Z".
        let fromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
        let aboveZ = low &+ 0x2525_2525_2525_2525
        let letters = fromA & ~aboveZ & ~self & 0x8080_8080_8080_8080
        return self | letters >> 2
    }
}
