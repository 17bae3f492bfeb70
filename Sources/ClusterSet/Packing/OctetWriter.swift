import DNSWire
import RecordStore

/// Writes values as octets, one behind the other: the same values are always the same octets.
struct OctetWriter {
    private(set) var octets: [UInt8]

    init() {
        octets = []
        // As much as most services take.
        octets.reserveCapacity(96)
    }

    mutating func append(_ octet: UInt8) { octets.append(octet) }

    /// A number that is not negative: seven bits to an octet, the least significant first, the highest bit set where more follow.
    mutating func append(_ number: Int) {
        var rest = UInt(bitPattern: number)
        while rest > 0x7F {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A text behind the number of its octets.
    mutating func append(_ text: String) {
        append(text.utf8.count)
        octets.append(contentsOf: text.utf8)
    }

    /// A text without the octets that it begins with like `other`, behind how many these are.
    mutating func append(_ text: String, after other: String) {
        let shared = text.utf8Span.span.commonBeginning(with: other.utf8Span.span)
        append(shared)
        append(text.utf8.count - shared)
        octets.append(contentsOf: text.utf8.dropFirst(shared))
    }

    mutating func append(_ addresses: Few<IPAddress>) {
        append(addresses.count)
        for address in addresses { append(address) }
    }

    mutating func append(_ ports: Few<ServicePort>) {
        append(ports.count)
        for port in ports {
            append(port.name)
            append(port.transport.octet)
            append(bigEndian: port.number)
        }
    }

    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// What `body` writes, behind the number of its octets.
    mutating func appendMeasured(_ body: (inout OctetWriter) -> Void) {
        let start = octets.count
        append(0)
        body(&self)
        let count = octets.count - start - 1
        guard count > 0x7F else {
            octets[start] = UInt8(count)
            return
        }
        var header = OctetWriter()
        header.append(count)
        octets.replaceSubrange(start...start, with: header.octets)
    }

    private mutating func append(_ address: IPAddress) {
        switch address {
        case .v4(let number):
            octets.append(4)
            append(bigEndian: number)
        case .v6(let number):
            octets.append(6)
            append(bigEndian: number)
        }
    }
}

extension TransportProtocol {
    fileprivate var octet: UInt8 {
        switch self {
        case .tcp: 0
        case .udp: 1
        case .sctp: 2
        }
    }

    /// The protocol that is written as `octet`.
    init(octet: UInt8) { self = octet == 0 ? .tcp : octet == 1 ? .udp : .sctp }
}
