import DNSWire

/// Labels in wire form, without the root's: `02 ns 03 dns`. Each of them is one octet to 63.
func wireLabels(_ labels: StaticString...) -> [UInt8] {
    labels.flatMap { [UInt8($0.description.utf8.count)] + $0.description.utf8 }
}

/// A character string (RFC 1035 §3.3), cut to 255 octets.
func characterString(_ text: String) -> [UInt8] {
    let octets = text.utf8.prefix(255)
    return [UInt8(octets.count)] + octets
}

extension FixedWidthInteger {
    /// The octets of the number, the most significant first.
    var bigEndianOctets: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}

extension IPAddress {
    /// The type of the record that holds such an address.
    var type: RRType {
        switch self {
        case .v4: .a
        case .v6: .aaaa
        }
    }

    /// The RDATA of that record: 4 octets or 16.
    var octets: [UInt8] {
        switch self {
        case .v4(let number): number.bigEndianOctets
        case .v6(let number): number.bigEndianOctets
        }
    }
}
