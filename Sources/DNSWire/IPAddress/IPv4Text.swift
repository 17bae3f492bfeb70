/// The address that all of `text` says in four decimals, none with a leading zero.
func parseIPv4(_ text: Span<UInt8>) -> UInt32? {
    guard text.count >= 7, text.count <= 15 else { return nil }
    var address: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var dots = 0
    for index in text.indices {
        if let digit = text[index].decimalDigit {
            part = part * 10 + UInt32(digit)
            digits += 1
            guard part <= 255, digits == 1 || part >= 10 else { return nil }
        } else {
            guard text[index] == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
            address = address << 8 | part
            part = 0
            digits = 0
            dots += 1
        }
    }
    guard dots == 3, digits > 0 else { return nil }
    return address << 8 | part
}

/// Hands `address` in four decimals to `put`.
func writeIPv4(_ address: UInt32, _ put: (UInt8) -> Void) {
    for shift in stride(from: 24, through: 0, by: -8) {
        let part = UInt8(truncatingIfNeeded: address >> UInt32(shift))
        if part >= 100 { put(0x30 + part / 100) }
        if part >= 10 { put(0x30 + part / 10 % 10) }
        put(0x30 + part % 10)
        if shift > 0 { put(UInt8(ascii: ".")) }
    }
}
