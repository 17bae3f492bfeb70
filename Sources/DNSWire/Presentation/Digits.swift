extension UInt8 {
    /// The value of an ASCII decimal digit.
    var decimalDigit: UInt8? { self &- 0x30 < 10 ? self &- 0x30 : nil }

    /// The value of an ASCII hexadecimal digit, in either case.
    var hexadecimalDigit: UInt8? {
        if self &- 0x30 < 10 { return self &- 0x30 }
        let letter = self | 0x20
        return letter &- 0x61 < 6 ? letter &- 0x61 + 10 : nil
    }
}
