/// A span of time as Go writes it, such as `1m30s`: the notation of every CoreDNS directive.
package struct GoDuration: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    /// Why a text is no duration, in Go's words.
    package struct Invalid: Error, Hashable, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Reads a sign, then numbers with an optional fraction and a unit (ns, us, µs, ms, s, m, h), or just `0`.
    package init(_ text: String) throws(Invalid) {
        let invalid = Invalid(description: "time: invalid duration \(text.goQuoted)")
        var rest = text[...]
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
        guard !rest.isEmpty else { throw invalid }
        var total: UInt64 = 0
        if rest == "0" { rest = "" }
        while !rest.isEmpty {
            guard let number = Number(takenFrom: &rest) else { throw invalid }
            let unit = rest.prefix { $0 != "." && !$0.isASCIIDigit }
            rest = rest.dropFirst(unit.count)
            guard !unit.isEmpty else {
                throw Invalid(description: "time: missing unit in duration \(text.goQuoted)")
            }
            guard let length = GoDuration.units[String(unit)] else {
                let unit = String(unit).goQuoted
                throw Invalid(description: "time: unknown unit \(unit) in duration \(text.goQuoted)")
            }
            guard let part = number.times(length) else { throw invalid }
            let (sum, overflows) = total.addingReportingOverflow(part)
            guard !overflows, sum <= UInt64(Int64.max) else { throw invalid }
            total = sum
        }
        nanoseconds = isNegative ? -Int64(total) : Int64(total)
    }

    package var duration: Duration { .nanoseconds(nanoseconds) }

    package static func < (a: GoDuration, b: GoDuration) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Units in nanoseconds; the micro sign has two code points.
    private static let units: [String: UInt64] = [
        "ns": 1,
        "us": 1_000, "\u{B5}s": 1_000, "\u{3BC}s": 1_000,
        "ms": 1_000_000,
        "s": 1_000_000_000,
        "m": 60_000_000_000,
        "h": 3_600_000_000_000,
    ]
}

/// A decimal number; digits of its fraction beyond the eighteenth do not count.
private struct Number {
    let whole: UInt64
    let fraction: UInt64
    let fractionScale: UInt64

    /// Takes digits with at most one point among them; nil if there is no digit or too many.
    init?(takenFrom text: inout Substring) {
        let wholeDigits = text.prefix(while: \.isASCIIDigit)
        text = text.dropFirst(wholeDigits.count)
        var fractionDigits: Substring = ""
        if text.hasPrefix(".") {
            fractionDigits = text.dropFirst().prefix(while: \.isASCIIDigit)
            text = text.dropFirst(1 + fractionDigits.count)
        }
        guard !wholeDigits.isEmpty || !fractionDigits.isEmpty,
            let whole = UInt64("0" + wholeDigits), let fraction = UInt64("0" + fractionDigits.prefix(18))
        else { return nil }
        self.whole = whole
        self.fraction = fraction
        fractionScale = (0..<fractionDigits.prefix(18).count).reduce(1) { scale, _ in scale * 10 }
    }

    /// This many `units`, rounded down; nil if that is too much for 64 bits.
    func times(_ units: UInt64) -> UInt64? {
        let (product, overflows) = whole.multipliedReportingOverflow(by: units)
        let (high, low) = fraction.multipliedFullWidth(by: units)
        let (part, _) = fractionScale.dividingFullWidth((high, low))
        let (sum, sumOverflows) = product.addingReportingOverflow(part)
        return overflows || sumOverflows ? nil : sum
    }
}

extension GoDuration: CustomStringConvertible {
    /// As Go prints it: `2h0m0s`, `1m30s`, `1.5s`, `500ms`, `0s`.
    package var description: String {
        let magnitude = nanoseconds.magnitude
        let sign = nanoseconds < 0 ? "-" : ""
        switch magnitude {
        case 0: return "0s"
        case ..<1_000: return "\(sign)\(magnitude)ns"
        case ..<1_000_000: return sign + GoDuration.decimal(magnitude, per: 1_000) + "\u{B5}s"
        case ..<1_000_000_000: return sign + GoDuration.decimal(magnitude, per: 1_000_000) + "ms"
        default: break
        }
        let (minutes, rest) = magnitude.quotientAndRemainder(dividingBy: 60_000_000_000)
        let hours = minutes >= 60 ? "\(minutes / 60)h" : ""
        let wholeMinutes = minutes > 0 ? "\(minutes % 60)m" : ""
        return sign + hours + wholeMinutes + GoDuration.decimal(rest, per: 1_000_000_000) + "s"
    }

    /// `number / unit` without trailing zeros; `unit` is a power of ten.
    private static func decimal(_ number: UInt64, per unit: UInt64) -> String {
        let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
        guard rest > 0 else { return "\(whole)" }
        var digits = String(unit + rest).dropFirst()
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
