import DNSWire

/// A query as `ask NAME TYPE [+FLAG…]` describes it.
struct Question {
    private(set) var octets: [UInt8]
    private(set) var isStream = false
    /// How many OPT records it has, and whether DO is set in them.
    private(set) var optCount = 0
    private(set) var wantsDNSSEC = false
    /// The line it was read from.
    let text: String

    /// The octets of the question section, whose name begins at offset 12.
    let questionEnd: Int

    init?(_ words: [Substring]) {
        guard words.count >= 2, let name = Name(String(words[0])), let type = RRType(String(words[1])) else {
            return nil
        }
        text = words.joined(separator: " ")
        octets = [0x12, 0x34, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, 0] + name.wire + type.rawValue.octets + [0, 1]
        questionEnd = octets.count
        var opt = OPTRecord()
        var cut: Int?
        for word in words.dropFirst(2) {
            let parts = word.split(separator: "=", maxSplits: 1)
            let value = parts.count == 2 ? parts[1] : ""
            let number = UInt16(value)
            switch parts[0] {
            case "+tcp": isStream = true
            case "+norec": octets[2] &= ~0x01
            case "+tc": octets[2] |= 0x02
            case "+aa": octets[2] |= 0x04
            case "+opcode": octets[2] |= UInt8(truncatingIfNeeded: (number ?? 0) << 3)
            case "+qr": octets[2] |= 0x80
            case "+rcode": octets[3] |= UInt8(truncatingIfNeeded: number ?? 0)
            case "+cd": octets[3] |= 0x10
            case "+ad": octets[3] |= 0x20
            case "+z": octets[3] |= 0x40
            case "+ra": octets[3] |= 0x80
            case "+qdcount": octets.set(number ?? 0, at: 4)
            case "+ancount": octets.set(number ?? 0, at: 6)
            case "+nscount": octets.set(number ?? 0, at: 8)
            case "+arcount": octets.set(number ?? 0, at: 10)
            case "+class":
                guard let rrclass = RRClass(String(value)) else { return nil }
                octets.set(rrclass.rawValue, at: questionEnd - 2)
            case "+edns":
                optCount = 1
                opt.size = number ?? 1232
            case "+do":
                optCount = 1
                wantsDNSSEC = true
            case "+edns-version":
                optCount = 1
                opt.version = UInt8(truncatingIfNeeded: number ?? 0)
            case "+option":
                guard opt.addOption(value) else { return nil }
                optCount = 1
            case "+opts": optCount = Int(number ?? 0)
            case "+cut": cut = number.map { Int($0) }
            default: return nil
            }
        }
        if optCount > 0 { octets.set(UInt16(optCount), at: 10) }
        opt.wantsDNSSEC = wantsDNSSEC
        for _ in 0..<optCount { octets += opt.octets }
        if let cut { octets = Array(octets.prefix(cut)) }
    }
}

/// An OPT record (RFC 6891 §6.1.2).
private struct OPTRecord {
    var size: UInt16 = 1232
    var version: UInt8 = 0
    var wantsDNSSEC = false
    private var options: [UInt8] = []

    var octets: [UInt8] {
        [0, 0, 41] + size.octets + [0, version, wantsDNSSEC ? 0x80 : 0, 0] + UInt16(options.count).octets
            + options
    }

    /// Adds an option from `CODE:HEX`; false when it is none.
    mutating func addOption(_ text: Substring) -> Bool {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let code = UInt16(parts[0]) else { return false }
        var digits = parts[1]
        var data: [UInt8] = []
        while !digits.isEmpty {
            guard let octet = UInt8(digits.prefix(2), radix: 16) else { return false }
            data.append(octet)
            digits = digits.dropFirst(2)
        }
        options += code.octets + UInt16(data.count).octets + data
        return true
    }
}

extension UInt16 {
    fileprivate var octets: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}

extension [UInt8] {
    fileprivate mutating func set(_ number: UInt16, at offset: Int) {
        replaceSubrange(offset..<offset + 2, with: number.octets)
    }
}
