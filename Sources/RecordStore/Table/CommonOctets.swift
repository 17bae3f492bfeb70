// How far octets agree, eight at a time: for comparisons of many names that begin alike.
extension Span<UInt8> {
    /// How many octets at the beginning are the same, as they are.
    package func commonBeginning(with other: Span<UInt8>) -> Int {
        let most = Swift.min(count, other.count)
        var length = 0
        while length &+ 8 <= most {
            let difference = (word(at: length) ^ other.word(at: length)).littleEndian
            guard difference == 0 else { return length &+ difference.trailingZeroBitCount / 8 }
            length &+= 8
        }
        while length < most, self[length] == other[length] { length &+= 1 }
        return length
    }

    /// How many octets at the end are the same, as they are.
    package func commonEnd(with other: Span<UInt8>) -> Int {
        let most = Swift.min(count, other.count)
        var length = 0
        while length &+ 8 <= most {
            let difference =
                (word(at: count &- length &- 8) ^ other.word(at: other.count &- length &- 8)).littleEndian
            guard difference == 0 else { return length &+ difference.leadingZeroBitCount / 8 }
            length &+= 8
        }
        while length < most, self[count &- length &- 1] == other[other.count &- length &- 1] { length &+= 1 }
        return length
    }
}
