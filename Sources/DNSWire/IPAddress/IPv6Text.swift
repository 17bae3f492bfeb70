/// The address that all of `text` says in one of the forms of RFC 4291 §2.2.
func parseIPv6(_ text: Span<UInt8>) -> UInt128? {
    guard text.count >= 2, text.count <= 45 else { return nil }
    var groups: UInt128 = 0
    var count = 0
    /// How many groups stand before `::`.
    var gap: Int?
    var index = 0
    if text[0] == UInt8(ascii: ":") {
        guard text[1] == UInt8(ascii: ":") else { return nil }
        gap = 0
        index = 2
    }
    while index < text.count {
        let start = index
        var group: UInt128 = 0
        while index < text.count, let digit = text[index].hexadecimalDigit {
            group = group << 4 | UInt128(digit)
            index += 1
        }
        if index < text.count, text[index] == UInt8(ascii: "."), count <= 6 {
            guard let address = parseIPv4(text.extracting(start..<text.count)) else { return nil }
            groups = groups << 32 | UInt128(address)
            count += 2
            break
        }
        guard count < 8, index > start, index - start <= 4 else { return nil }
        groups = groups << 16 | group
        count += 1
        if index == text.count { break }
        guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return nil }
        index += 1
        if text[index] == UInt8(ascii: ":") {
            guard gap == nil else { return nil }
            gap = count
            index += 1
        }
    }
    guard let gap else { return count == 8 ? groups : nil }
    guard count < 8 else { return nil }
    let trailing = UInt128(16 * (count - gap))
    let head = groups >> trailing
    let tail = groups ^ head << trailing
    return head << UInt128(16 * (8 - gap)) | tail
}

/// Hands `address` as RFC 5952 §4 and §5 write it to `put`.
func writeIPv6(_ address: UInt128, _ put: (UInt8) -> Void) {
    let colon = UInt8(ascii: ":")
    if address >> 32 == 0xFFFF {
        for octet in "::ffff:".utf8 { put(octet) }
        return writeIPv4(UInt32(truncatingIfNeeded: address), put)
    }
    let gap = longestZeroRun(address)
    var index = 0
    while index < 8 {
        if index == gap.lowerBound, !gap.isEmpty {
            put(colon)
            put(colon)
            index = gap.upperBound
            continue
        }
        if index > 0, index != gap.upperBound || gap.isEmpty { put(colon) }
        writeHexadecimal(group(index, of: address), put)
        index += 1
    }
}

/// Group `index` of the eight of `address`.
private func group(_ index: Int, of address: UInt128) -> UInt16 {
    UInt16(truncatingIfNeeded: address >> UInt128(16 * (7 - index)))
}

/// The first of the longest runs of two or more zero groups, or an empty range.
private func longestZeroRun(_ address: UInt128) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in 0..<8 {
        if group(index, of: address) != 0 {
            start = index + 1
        } else if index + 1 - start > max(1, longest.count) {
            longest = start..<index + 1
        }
    }
    return longest
}

private func writeHexadecimal(_ group: UInt16, _ put: (UInt8) -> Void) {
    var hasBegun = false
    for shift in stride(from: 12, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: group >> UInt16(shift) & 0x0F)
        hasBegun = hasBegun || digit != 0 || shift == 0
        if hasBegun { put(digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
    }
}
