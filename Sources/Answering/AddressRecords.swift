import DNSWire
import RecordStore

/// The octets of a record before its address: a pointer to the QNAME, type, class, TTL and length.
private let headLength = 12

extension MutableSpan<UInt8> {
    /// The addresses of `count` records that begin at `start`; nil unless all of them are of the QNAME and of `type`,
    /// A or AAAA.
    func addresses(_ count: Int, of type: RRType, from start: Int) -> [IPAddress]? {
        let length = type == .a ? 4 : 16
        var addresses: [IPAddress] = []
        addresses.reserveCapacity(count)
        var offset = start
        while addresses.count < count {
            guard offset + headLength + length <= self.count, bigEndianUInt16(at: offset) == 0xC00C,
                bigEndianUInt16(at: offset + 2) == type.rawValue,
                bigEndianUInt16(at: offset + 10) == UInt16(length)
            else { return nil }
            var bits: UInt128 = 0
            for index in 0..<length { bits = bits << 8 | UInt128(self[offset + headLength + index]) }
            addresses.append(type == .a ? .v4(UInt32(truncatingIfNeeded: bits)) : .v6(bits))
            offset += headLength + length
        }
        return addresses
    }

    /// Writes `addresses` into as many records of `type`, A or AAAA, that begin at `start`; nothing else of them changes.
    @_lifetime(self: copy self)
    mutating func setAddresses(_ addresses: [IPAddress], of type: RRType, from start: Int) {
        let length = type == .a ? 4 : 16
        var offset = start + headLength
        for address in addresses {
            let bits =
                switch address {
                case .v4(let number): UInt128(number)
                case .v6(let number): number
                }
            for index in 0..<length {
                self[offset + index] = UInt8(truncatingIfNeeded: bits >> UInt128(8 * (length - 1 - index)))
            }
            offset += headLength + length
        }
    }
}
