import DNSWire

/// The QTYPEs that are counted each for itself: those that CoreDNS tells apart.
enum MeteredType {
    static let all: [RRType] = [
        .a, .aaaa, .srv, .ptr, .ns, .soa, .txt, .cname, .mx, .https, .ds, .dnskey, .rrsig, .nsec, .nsec3,
        .ixfr, .axfr, .any,
    ]

    /// All of them, and one for the rest.
    static let count = 19

    /// Which of the counts is that of the type with this code.
    static func index(of code: UInt16) -> Int {
        switch code {
        case 1: 0
        case 28: 1
        case 33: 2
        case 12: 3
        case 2: 4
        case 6: 5
        case 16: 6
        case 5: 7
        case 15: 8
        case 65: 9
        case 43: 10
        case 48: 11
        case 46: 12
        case 47: 13
        case 50: 14
        case 251: 15
        case 252: 16
        case 255: 17
        default: 18
        }
    }
}

/// The sizes, in octets, by which messages are counted: CoreDNS's.
package enum SizeBuckets {
    package static let upperBounds: [Double] = [
        0, 100, 200, 300, 400, 511, 1023, 2047, 4095, 8291, 16e3, 32e3, 48e3, 64e3,
    ]

    /// The bucket of a message of `count` octets.
    static func index(of count: Int) -> Int {
        switch count {
        case ...0: 0
        case ...100: 1
        case ...200: 2
        case ...300: 3
        case ...400: 4
        case ...511: 5
        case ...1023: 6
        case ...2047: 7
        case ...4095: 8
        case ...8291: 9
        case ...16_000: 10
        case ...32_000: 11
        case ...48_000: 12
        case ...64_000: 13
        default: 14
        }
    }
}

/// The durations, in seconds, by which queries are counted: CoreDNS's, from a quarter of a millisecond up, doubled 15 times.
package enum DurationBuckets {
    package static let upperBounds = (0..<16).map { 0.00025 * Double(1 << $0) }

    /// The bucket of a duration: the number of bits of how many whole quarters of a millisecond lie below it.
    static func index(ofNanoseconds duration: Int) -> Int {
        let quarters = max(0, duration - 1) / 250_000
        return min(16, Int.bitWidth - quarters.leadingZeroBitCount)
    }
}
