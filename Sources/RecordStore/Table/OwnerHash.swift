/// Seeded hash of a wire-form name, its ASCII letters folded to lower case. One seed for the process.
///
/// Not for keeping secrets: only who writes objects puts names into a table, and a full compare follows each hit.
@usableFromInline
package struct OwnerHash: Sendable {
    @usableFromInline let state: UInt64
    @usableFromInline let key: UInt64

    package init(seed: UInt64) {
        // Two unrelated words from one (the finaliser of SplitMix64).
        func mixed(_ value: UInt64) -> UInt64 {
            var word = value
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
        state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        key = mixed(seed &+ 0x3C6E_F372_FE94_F82A)
    }

    /// The hash of `name`: whole, uncompressed, from its first length octet to the root's zero octet.
    @inlinable @inline(__always)
    package func callAsFunction(_ name: Span<UInt8>) -> UInt64 {
        // Most queries come in lower case, and folding takes longer than hashing: it is left for names with an octet that
        // has bit 6 and not bit 5, as capital letters have.
        var capitals: UInt64 = 0
        let hash = digest(of: name) { word in
            capitals |= word & ~(word << 1)
            return word
        }
        return capitals & 0x4040_4040_4040_4040 == 0 ? hash : foldedHash(of: name)
    }

    /// The same for any name.
    @usableFromInline
    func foldedHash(of name: Span<UInt8>) -> UInt64 { digest(of: name) { $0.asciiFolded } }

    /// The hash of the words of `name`, each after `change`.
    @inlinable @inline(__always)
    func digest(of name: Span<UInt8>, _ change: (UInt64) -> UInt64) -> UInt64 {
        let count = name.count
        var hash = state
        if count >= 16 {
            let last = count &- 16
            var offset = 0
            while offset < last {
                hash = fold(
                    change(name.word(at: offset)), change(name.word(at: offset &+ 8)), into: hash)
                offset &+= 16
            }
            // The last step overlaps the one before.
            hash = fold(change(name.word(at: last)), change(name.word(at: last &+ 8)), into: hash)
        } else if count >= 8 {
            hash = fold(change(name.word(at: 0)), change(name.word(at: count &- 8)), into: hash)
        } else {
            hash = fold(change(name.shortWord()), 0, into: hash)
        }
        return (hash ^ UInt64(truncatingIfNeeded: count)).foldedProduct(key)
    }

    @inlinable @inline(__always)
    func fold(_ first: UInt64, _ second: UInt64, into hash: UInt64) -> UInt64 {
        (first ^ key).foldedProduct(second ^ hash)
    }
}

extension UInt64 {
    /// Both halves of the 128-bit product, one over the other.
    @inlinable @inline(__always)
    func foldedProduct(_ other: UInt64) -> UInt64 {
        let product = multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
