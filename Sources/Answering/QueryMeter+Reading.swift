package import DNSWire

extension QueryMeter {
    /// Sums over workers, at one moment.
    package struct Reading: Sendable {
        var queries = [UInt64](repeating: 0, count: 2 * MeteredType.count)
        var responses = [UInt64](repeating: 0, count: 128)
        /// By `SizeBuckets`.
        package internal(set) var queriesBySize = [UInt64](repeating: 0, count: 15)
        package internal(set) var responsesBySize = [UInt64](repeating: 0, count: 15)
        /// By `DurationBuckets`.
        package internal(set) var queriesByDuration = [UInt64](repeating: 0, count: 17)
        package internal(set) var queryOctets: UInt64 = 0
        package internal(set) var responseOctets: UInt64 = 0
        package internal(set) var nanoseconds: UInt64 = 0
        /// Queries with the DO bit.
        package internal(set) var wantingDNSSEC: UInt64 = 0

        /// Queries of clients with an address of one family, by QTYPE; nil stands for all types without a count of
        /// their own.
        package func queries(overIPv6: Bool) -> [(type: RRType?, count: UInt64)] {
            (0..<MeteredType.count).map { index in
                let type = index < MeteredType.all.count ? MeteredType.all[index] : nil
                return (type, queries[index + (overIPv6 ? MeteredType.count : 0)])
            }
        }

        /// Responses by RCODE and author: 0 for none, or else one more than the place among the block's authors.
        package var responsesByAuthor: [(rcode: RCode, author: Int, count: UInt64)] {
            responses.indices.map { (RCode(rawValue: UInt16($0 >> 3)), $0 & 7, responses[$0]) }
        }
    }
}
