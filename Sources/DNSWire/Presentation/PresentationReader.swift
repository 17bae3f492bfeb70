/// Reads the fields of one line in presentation format (RFC 1035 §5.1), front to back.
struct PresentationReader: ~Escapable {
    private let text: Span<UInt8>
    /// Where the next field, or blanks before it, begin.
    private var offset = 0
    /// Where the field that was read last begins.
    private var fieldStart = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    /// An error at the field that was read last.
    func error(_ reason: PresentationError.Reason) -> PresentationError {
        PresentationError(offset: fieldStart, reason: reason)
    }

    /// Whether no field is left: only blanks or a comment.
    var isAtEnd: Bool {
        mutating get {
            while offset < text.count, text[offset].isBlank { offset += 1 }
            return offset == text.count || text[offset] == UInt8(ascii: ";")
        }
    }

    /// Throws unless no field is left.
    mutating func expectEnd() throws(PresentationError) {
        guard isAtEnd else { throw PresentationError(offset: offset, reason: .unexpected) }
    }

    mutating func readName() throws(PresentationError) -> Name {
        let field = try readField()
        guard !(field.count == 1 && text[field.lowerBound] == UInt8(ascii: "@")) else { throw error(.origin) }
        return try name(in: field)
    }

    mutating func readNumber<Number: FixedWidthInteger & UnsignedInteger>(
        upTo limit: Number = .max
    ) throws(PresentationError) -> Number {
        var number: Number = 0
        for index in try readField() {
            guard let digit = text[index].decimalDigit else { throw error(.number) }
            let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Number(digit))
            guard !overflow, !carry, sum <= limit else { throw error(.number) }
            number = sum
        }
        return number
    }

    mutating func readAddress() throws(PresentationError) -> IPAddress {
        guard let address = IPAddress(utf8: text.extracting(try readField())) else { throw error(.address) }
        return address
    }

    mutating func readType() throws(PresentationError) -> RRType {
        guard let type = RRType(try readWord()) else { throw error(.type) }
        return type
    }

    mutating func readClass() throws(PresentationError) -> RRClass {
        guard let recordClass = RRClass(try readWord()) else { throw error(.class) }
        return recordClass
    }

    mutating func readCharacterString() throws(PresentationError) -> CharacterString {
        var octets: [UInt8] = []
        let field = try readField(mayBeQuoted: true)
        var position = field.lowerBound
        while position < field.upperBound {
            octets.append(try readOctet(at: &position, before: field.upperBound))
        }
        guard let string = CharacterString(octets: octets) else { throw error(.stringLength) }
        return string
    }

    /// Reads the generic form if the next field is `\#` (RFC 3597 §5): a count and hexadecimal digits in any number of fields.
    mutating func readGenericRData() throws(PresentationError) -> [UInt8]? {
        guard !isAtEnd, offset + 1 < text.count, text[offset] == UInt8(ascii: "\\"),
            text[offset + 1] == UInt8(ascii: "#")
        else { return nil }
        guard try readField().count == 2 else { throw error(.escape) }
        let count: UInt16 = try readNumber()
        var octets: [UInt8] = []
        var upper: UInt8?
        while !isAtEnd {
            for index in try readField() {
                guard let digit = text[index].hexadecimalDigit else { throw error(.hexadecimal) }
                if let high = upper { octets.append(high << 4 | digit) }
                upper = upper == nil ? digit : nil
            }
        }
        guard upper == nil, octets.count == Int(count) else { throw error(.hexadecimal) }
        return octets
    }
}

// What fields consist of.
extension PresentationReader {
    /// The name that stands in `field`, wherever reading is.
    func name(in field: Range<Int>) throws(PresentationError) -> Name {
        var wire: [UInt8] = [0]
        var labelStart = 0
        var position = field.lowerBound
        guard !field.isEmpty else { throw PresentationError(offset: position, reason: .emptyLabel) }
        if field.count == 1, text[position] == UInt8(ascii: ".") { return .root }
        while position < field.upperBound {
            let start = position
            if text[position] == UInt8(ascii: ".") {
                guard wire.count - labelStart > 1 else {
                    throw PresentationError(offset: start, reason: .emptyLabel)
                }
                labelStart = wire.count
                wire.append(0)
                position += 1
            } else {
                wire.append(try readOctet(at: &position, before: field.upperBound))
                guard wire[labelStart] < Name.maximumLabelLength else {
                    throw PresentationError(offset: start, reason: .labelLength)
                }
                wire[labelStart] += 1
            }
            guard wire.count <= Name.maximumLength else {
                throw PresentationError(offset: start, reason: .nameLength)
            }
        }
        if wire[labelStart] != 0 { wire.append(0) }
        guard wire.count <= Name.maximumLength else {
            throw PresentationError(offset: field.lowerBound, reason: .nameLength)
        }
        return Name(unchecked: wire)
    }

    /// The octet that the character or escape at `position` says.
    private func readOctet(at position: inout Int, before end: Int) throws(PresentationError) -> UInt8 {
        let start = position
        position += 1
        guard text[start] == UInt8(ascii: "\\") else { return text[start] }
        guard position < end else { throw PresentationError(offset: start, reason: .escape) }
        position += 1
        guard let hundreds = text[start + 1].decimalDigit else { return text[start + 1] }
        guard start + 3 < end, let tens = text[start + 2].decimalDigit,
            let units = text[start + 3].decimalDigit,
            let octet = UInt8(exactly: Int(hundreds) * 100 + Int(tens) * 10 + Int(units))
        else { throw PresentationError(offset: start, reason: .escape) }
        position = start + 4
        return octet
    }

    /// Where the next field stands, its quotes not included.
    private mutating func readField(mayBeQuoted: Bool = false) throws(PresentationError) -> Range<Int> {
        let isMissing = isAtEnd
        fieldStart = offset
        guard !isMissing else { throw error(.missing) }
        let isQuoted = text[offset] == UInt8(ascii: "\"")
        guard mayBeQuoted || !isQuoted else { throw error(.quote) }
        if isQuoted { offset += 1 }
        let start = offset
        while offset < text.count, isQuoted || !text[offset].isBlank {
            switch text[offset] {
            case UInt8(ascii: "\""):
                guard isQuoted else { throw PresentationError(offset: offset, reason: .quote) }
                let end = offset
                offset += 1
                guard isAtEnd || text[end + 1].isBlank else {
                    throw PresentationError(offset: end + 1, reason: .quote)
                }
                return start..<end
            case UInt8(ascii: "(") where !isQuoted, UInt8(ascii: ")") where !isQuoted:
                throw PresentationError(offset: offset, reason: .parenthesis)
            case UInt8(ascii: ";") where !isQuoted:
                return start..<offset
            case UInt8(ascii: "\\"):
                offset = min(offset + 2, text.count)
            default:
                offset += 1
            }
        }
        guard !isQuoted else { throw error(.quote) }
        return start..<offset
    }

    private mutating func readWord() throws(PresentationError) -> String {
        String(decoding: Array(copying: text.extracting(try readField())), as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether this is a blank that separates fields.
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
