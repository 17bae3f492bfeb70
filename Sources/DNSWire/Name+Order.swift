extension Name: Comparable {
    /// Canonical order (RFC 4034 §6.1): by labels from the root down, each compared octet by octet with letters folded.
    public static func < (left: Name, right: Name) -> Bool {
        let lefts = left.labelOffsets
        let rights = right.labelOffsets
        for depth in 1..<min(lefts.count, rights.count) + 1 {
            let order = compareLabels(
                left.wire, at: lefts[lefts.count - depth], right.wire, at: rights[rights.count - depth])
            if order != 0 { return order < 0 }
        }
        return lefts.count < rights.count
    }

    /// Negative, zero or positive, as the label at `leftOffset` comes before, is, or comes after the other.
    private static func compareLabels(
        _ left: [UInt8], at leftOffset: Int, _ right: [UInt8], at rightOffset: Int
    ) -> Int {
        let leftLength = Int(left[leftOffset])
        let rightLength = Int(right[rightOffset])
        for index in 0..<min(leftLength, rightLength) {
            let leftOctet = fold(left[leftOffset + 1 + index])
            let rightOctet = fold(right[rightOffset + 1 + index])
            if leftOctet != rightOctet { return Int(leftOctet) - Int(rightOctet) }
        }
        return leftLength - rightLength
    }

    /// Where the labels begin in `wire`, for walks from the root down.
    var labelOffsets: LabelOffsets {
        var offsets = LabelOffsets()
        var offset = 0
        while wire[offset] != 0 {
            offsets.append(offset)
            offset += 1 + Int(wire[offset])
        }
        return offsets
    }
}

/// Where the labels of a name begin: at most 127 offsets below 255, kept without an allocation.
struct LabelOffsets {
    private var storage = InlineArray<127, UInt8>(repeating: 0)
    private(set) var count = 0

    mutating func append(_ offset: Int) {
        storage[count] = UInt8(offset)
        count += 1
    }

    subscript(index: Int) -> Int { Int(storage[index]) }
}
