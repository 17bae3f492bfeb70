import Corefile
import DNSWire

/// The addresses of a CIDR prefix; an IPv4 address is the same in its mapped form (RFC 4291 §2.5.5.2).
struct Subnet: Hashable, Sendable {
    private let bits: UInt128
    private let mask: UInt128

    init(_ prefix: AddressPrefix) {
        let number = prefix.octets.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        let isIPv4 = prefix.octets.count == 4
        mask = ~0 << UInt128(isIPv4 ? 32 - prefix.length : 128 - prefix.length)
        bits = (isIPv4 ? 0xFFFF << 32 | number : number) & mask
    }

    /// Whether `address` is of this subnet. (`::/0` holds no IPv4 address.)
    func contains(_ address: IPAddress) -> Bool {
        let number = address.mapped
        return number & mask == bits && number.isMappedIPv4 == bits.isMappedIPv4
    }
}

extension [Subnet] {
    /// Moves addresses of the first subnet to the front, then those of the second, and so on; among themselves, and behind
    /// them, the order stays.
    func putFirst(in addresses: inout [IPAddress]) {
        let ranks = addresses.map { address in firstIndex { $0.contains(address) } ?? count }
        addresses = addresses.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { addresses[$0] }
    }
}

extension IPAddress {
    /// 128 bits, an IPv4 address in its mapped form.
    fileprivate var mapped: UInt128 {
        switch self {
        case .v4(let number): 0xFFFF << 32 | UInt128(number)
        case .v6(let number): number
        }
    }
}

extension UInt128 {
    fileprivate var isMappedIPv4: Bool { self >> 32 == 0xFFFF }
}
