/// Points in time as the API writes them (RFC 3339 §5.6).
enum Timestamp {
    /// The seconds since 1970 in UTC of `2026-01-31T23:59:59.123Z`, or with an offset such as `+01:00`; nil if it is none.
    static func seconds(_ text: String) -> Double? {
        let octets = Array(text.utf8)
        guard octets.count >= 20, octets[4] == UInt8(ascii: "-"), octets[7] == UInt8(ascii: "-"),
            octets[10] == UInt8(ascii: "T"), octets[13] == UInt8(ascii: ":"), octets[16] == UInt8(ascii: ":"),
            let year = number(octets[0..<4]), let month = number(octets[5..<7]), (1...12).contains(month),
            let day = number(octets[8..<10]), (1...31).contains(day),
            let hour = number(octets[11..<13]), hour < 24, let minute = number(octets[14..<16]), minute < 60,
            let second = number(octets[17..<19]), second <= 60
        else { return nil }
        var rest = octets[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count), let value = number(digits) else { return nil }
            fraction = digits.reduce(Double(value)) { value, _ in value / 10 }
            rest = rest[digits.endIndex...]
        }
        guard let offset = offset(rest) else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        return Double(days * 86400 + hour * 3600 + minute * 60 + second - offset) + fraction
    }

    /// The seconds by which `Z`, `+01:00` or `-01:00` is ahead of UTC.
    private static func offset(_ octets: ArraySlice<UInt8>) -> Int? {
        if octets.elementsEqual("Z".utf8) { return 0 }
        let start = octets.startIndex
        guard octets.count == 6, octets[start + 3] == UInt8(ascii: ":"),
            let hours = number(octets[(start + 1)..<(start + 3)]), hours < 24,
            let minutes = number(octets[(start + 4)...]), minutes < 60
        else { return nil }
        switch octets[start] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// In the Gregorian calendar, with years that begin in March so that a leap day comes last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        // Year 0 began 719,468 days before 1970; the shift by 400 years keeps the divisions above zero.
        let shifted = year + 400
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468 - 146_097
    }
}
