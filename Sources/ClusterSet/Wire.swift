import DNSWire

/// Labels in wire form, without the root's: `02 ns 03 dns`. Each of them is one octet to 63.
func wireLabels(_ labels: StaticString...) -> [UInt8] {
    var octets: [UInt8] = []
    for label in labels {
        octets.append(UInt8(truncatingIfNeeded: label.utf8CodeUnitCount))
        octets.append(contentsOf: label.description.utf8)
    }
    return octets
}

/// A character string (RFC 1035 §3.3), cut to 255 octets.
func characterString(_ text: String) -> [UInt8] {
    let octets = text.utf8.prefix(255)
    return [UInt8(octets.count)] + octets
}

extension IPAddress {
    /// The type of the record that holds such an address.
    var type: RRType {
        switch self {
        case .v4: .a
        case .v6: .aaaa
        }
    }
}
