import DNSWire

/// Reads what an `OctetWriter` wrote.
struct OctetReader: ~Escapable {
    private let octets: Span<UInt8>
    private(set) var position = 0

    @_lifetime(copy octets)
    init(_ octets: Span<UInt8>) { self.octets = octets }

    @_lifetime(self: copy self)
    mutating func octet() -> UInt8 {
        defer { position += 1 }
        return octets[position]
    }

    @_lifetime(self: copy self)
    mutating func number() -> Int {
        var number = 0
        var shift = 0
        while true {
            let octet = octet()
            number |= Int(octet & 0x7F) << shift
            guard octet & 0x80 != 0 else { return number }
            shift += 7
        }
    }

    /// The next octets, as many as a number in front of them says.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    mutating func measured() -> Span<UInt8> {
        let count = number()
        defer { position += count }
        return octets.extracting(position..<position + count)
    }

    @_lifetime(self: copy self)
    mutating func skip(_ count: Int) { position += count }

    @_lifetime(self: copy self)
    mutating func text() -> String { String(octets: measured()) }

    /// A text that was written after `other`.
    @_lifetime(self: copy self)
    mutating func text(after other: Span<UInt8>) -> String {
        let shared = number()
        let rest = measured()
        guard shared > 0 else { return String(octets: rest) }
        let text = [UInt8](capacity: shared + rest.count) { text in
            for index in 0..<shared { text.append(other[index]) }
            for index in rest.indices { text.append(rest[index]) }
        }
        return String(octets: text.span)
    }

    /// Whether a text that was written after `other` is `text`.
    @_lifetime(self: copy self)
    mutating func isText(_ text: Span<UInt8>, after other: Span<UInt8>) -> Bool {
        let shared = number()
        let rest = measured()
        guard text.count == shared + rest.count else { return false }
        return text.extracting(..<shared).isEqual(to: other.extracting(..<shared))
            && text.extracting(shared...).isEqual(to: rest)
    }

    @_lifetime(self: copy self)
    mutating func addresses() -> Few<IPAddress> {
        few(of: number()) { reader in
            reader.octet() == 4 ? .v4(reader.bigEndian()) : .v6(reader.bigEndian())
        }
    }

    @_lifetime(self: copy self)
    mutating func ports() -> Few<ServicePort> {
        few(of: number()) { reader in
            ServicePort(
                name: reader.text(), transport: TransportProtocol(octet: reader.octet()),
                number: reader.bigEndian())
        }
    }

    @_lifetime(self: copy self)
    mutating func bigEndian<Number: FixedWidthInteger>() -> Number {
        var number: Number = 0
        for _ in 0..<Number.bitWidth / 8 { number = number << 8 | Number(octet()) }
        return number
    }

    /// So many elements that `element` reads.
    @_lifetime(self: copy self)
    mutating func few<Element>(
        of count: Int, _ element: (inout OctetReader) -> Element
    ) -> Few<Element> {
        if count == 1 { return .one(element(&self)) }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(element(&self)) }
        return .many(elements)
    }
}

extension String {
    /// The text of `octets`, which were those of one.
    init(octets: Span<UInt8>) {
        guard let text = try? UTF8Span(validating: octets) else {
            self = ""
            return
        }
        self.init(copying: text)
    }
}

extension Span<UInt8> {
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
