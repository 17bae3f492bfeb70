/// Octet strings one after the other, taken in batches, over and over.
///
/// One array, because one in another is retained at each look, which is none of the server's doing.
struct OctetLists: Sendable {
    /// As many as a worker takes from the kernel by one call.
    static let batchSize = 32

    private var octets: [UInt8] = []
    private var places: [Range<Int>] = []

    init(_ strings: [[UInt8]]) {
        for string in strings {
            places.append(octets.count..<octets.count + string.count)
            octets += string
        }
    }

    /// The string at `index`.
    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self) get { octets.span.extracting(places[index]) }
    }

    /// Calls `body` with the indices of each batch of `rounds`, and sums up what it returns.
    func sum(_ rounds: Range<Int>, _ body: (Range<Int>) -> Int) -> Int {
        var sum = 0
        var left = rounds.count
        var start = rounds.lowerBound % places.count
        while left > 0 {
            let end = min(start + min(Self.batchSize, left), places.count)
            sum &+= body(start..<end)
            left -= end - start
            start = end == places.count ? 0 : end
        }
        return sum
    }
}
