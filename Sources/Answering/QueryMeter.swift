/// What is counted of the queries for one zone at one address: by every worker for itself, summed by whoever asks.
///
/// A worker that reaches its counts through it retains nothing and writes to no line of memory that another one has.
package final class QueryMeter: Sendable {
    /// The most responders that are told apart as authors of responses.
    package static let maximumAuthors = 7

    /// A place that is borrowed, never copied: to copy it would retain the counts.
    private struct Place: ~Copyable, Sendable {
        let counts: QueryCounts?
    }

    private let places: InlineArray<128, Place>

    /// Counts for `workers` datagram workers and as many stream workers, 64 of a kind at most.
    package init(workers: Int) {
        places = InlineArray { Place(counts: $0 < 2 * workers ? QueryCounts() : nil) }
    }

    func note(
        _ query: borrowing Query, rcode: UInt8, author: UInt8, length: Int, by worker: WorkerNumber
    ) {
        guard worker.index < places.count else { return }
        places[worker.index].counts?.note(query, rcode: rcode, author: author, length: length)
    }

    func note(nanoseconds: Int, by worker: WorkerNumber) {
        guard worker.index < places.count else { return }
        places[worker.index].counts?.note(nanoseconds: nanoseconds)
    }

    /// What the workers of one kind counted up to now. (Any thread.)
    package func reading(ofStreams: Bool) -> Reading {
        var reading = Reading()
        var index = ofStreams ? 1 : 0
        while index < places.count {
            places[index].counts?.add(to: &reading)
            index += 2
        }
        return reading
    }
}

/// A worker among those of its address: every socket pair has one for datagrams and one for streams.
package struct WorkerNumber: Hashable, Sendable {
    let index: Int

    /// `pair` counts from 0.
    package init(pair: Int, isStream: Bool) { index = 2 * max(0, pair) + (isStream ? 1 : 0) }
}
