import Synchronization

/// What one worker counts of the queries for one zone: its own relaxed atomics, written by it alone.
final class QueryCounts: Sendable {
    // Two cache lines of its own on either side, so that two workers never share one.
    private let before = InlineArray<16, UInt64>(repeating: 0)
    private let queries = InlineArray<38, Atomic<UInt64>> { _ in Atomic(0) }
    private let responses = InlineArray<128, Atomic<UInt64>> { _ in Atomic(0) }
    private let queriesBySize = InlineArray<15, Atomic<UInt64>> { _ in Atomic(0) }
    private let responsesBySize = InlineArray<15, Atomic<UInt64>> { _ in Atomic(0) }
    private let queriesByDuration = InlineArray<17, Atomic<UInt64>> { _ in Atomic(0) }
    private let queryOctets = Atomic<UInt64>(0)
    private let responseOctets = Atomic<UInt64>(0)
    private let nanoseconds = Atomic<UInt64>(0)
    private let wantingDNSSEC = Atomic<UInt64>(0)
    private let after = InlineArray<16, UInt64>(repeating: 0)

    init() {}

    /// Counts a query and its response of `length` octets. (The owning worker only, as everything below.)
    func note(_ query: borrowing Query, rcode: UInt8, author: UInt8, length: Int) {
        let family = query.client.address >> 32 == 0xFFFF ? 0 : MeteredType.count
        queries[family + MeteredType.index(of: query.outline.typeCode)].bump()
        responses[(Int(rcode) & 15) << 3 | Int(author) & 7].bump()
        queriesBySize[SizeBuckets.index(of: query.octets.count)].bump()
        queryOctets.bump(by: query.octets.count)
        responsesBySize[SizeBuckets.index(of: length)].bump()
        responseOctets.bump(by: length)
        if query.outline.wantsDNSSEC { wantingDNSSEC.bump() }
    }

    /// Counts how long a query took.
    func note(nanoseconds duration: Int) {
        queriesByDuration[DurationBuckets.index(ofNanoseconds: duration)].bump()
        nanoseconds.bump(by: duration)
    }

    /// Adds what was counted so far to `reading`. (Any thread.)
    func add(to reading: inout QueryMeter.Reading) {
        for index in queries.indices { reading.queries[index] &+= queries[index].value }
        for index in responses.indices { reading.responses[index] &+= responses[index].value }
        for index in queriesBySize.indices { reading.queriesBySize[index] &+= queriesBySize[index].value }
        for index in responsesBySize.indices {
            reading.responsesBySize[index] &+= responsesBySize[index].value
        }
        for index in queriesByDuration.indices {
            reading.queriesByDuration[index] &+= queriesByDuration[index].value
        }
        reading.queryOctets &+= queryOctets.value
        reading.responseOctets &+= responseOctets.value
        reading.nanoseconds &+= nanoseconds.value
        reading.wantingDNSSEC &+= wantingDNSSEC.value
    }
}

extension Atomic<UInt64> {
    /// Adds to it. (A load and a store suffice where only one worker writes.)
    fileprivate func bump(by amount: Int = 1) {
        store(load(ordering: .relaxed) &+ UInt64(truncatingIfNeeded: amount), ordering: .relaxed)
    }

    fileprivate var value: UInt64 { load(ordering: .relaxed) }
}
