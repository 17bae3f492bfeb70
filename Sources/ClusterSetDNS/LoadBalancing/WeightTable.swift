import Answering
import Corefile
import DNSWire

/// How likely each address of a name is to be the first of an answer, relative to the others.
struct WeightTable: Hashable, Sendable {
    private var weights: [Name: [IPAddress: UInt8]] = [:]

    /// No weights: every address is as likely as the others.
    init() {}

    /// Reads lines with a name, each followed by lines with an address and its weight, 1 to 255. A `#` begins a line that
    /// is skipped. `file` is its name for messages.
    init(parsing octets: [UInt8], file: String) throws(WeightFileError) {
        var name: Name?
        for line in octets.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self)
            let fields = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init)
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            switch fields.count {
            case 1:
                guard IPAddress(first) == nil, let named = Name(first) else {
                    throw .malformed(
                        "wrong domain name:\(first.goQuoted) in weight file \(file). (Maybe a missing weight value?)"
                    )
                }
                name = named
            case 2:
                guard let address = IPAddress(first) else {
                    throw .malformed("wrong IP address:\(first.goQuoted) in weight file \(file)")
                }
                guard let weight = Self.weight(fields[1]) else {
                    throw .malformed("wrong weight value:\(fields[1].goQuoted) in weight file \(file)")
                }
                guard let name else { throw .malformed("missing domain name in weight file \(file)") }
                // Of two weights for one address, the first counts.
                if weights[name]?[address.unmapped] == nil {
                    weights[name, default: [:]][address.unmapped] = weight
                }
            default:
                throw .malformed(
                    "could not parse weight line:\(fields.joined(separator: " ").goQuoted) in weight file \(file)"
                )
            }
        }
    }

    /// Swaps the first of `addresses`, which belong to `name`, with one that `random` chooses in proportion to the
    /// weights. An address without a weight has 1.
    func chooseFirst(of addresses: inout [IPAddress], for name: Name, random: UInt32) {
        let known = weights[name] ?? [:]
        let shares = addresses.map { UInt64(known[$0.unmapped] ?? 1) }
        // Addresses of one response are far fewer than 2^24, so the product fits.
        var rest = (UInt64(random) &* shares.reduce(0, &+)) >> 32
        for index in shares.indices {
            if rest < shares[index] { return addresses.swapAt(0, index) }
            rest -= shares[index]
        }
    }

    /// A number of decimal digits, 1 to 255.
    private static func weight(_ text: String) -> UInt8? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt8(text), number > 0
        else {
            return nil
        }
        return number
    }
}

extension IPAddress {
    /// The IPv4 address that this is the mapped form of, or itself.
    fileprivate var unmapped: IPAddress {
        guard case .v6(let number) = self else { return self }
        return IPAddress(mapped: number)
    }
}
