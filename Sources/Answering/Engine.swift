package import RecordStore

/// What a worker does with a query.
package enum Disposition: Sendable {
    /// The writer holds a response of `length` octets.
    case answered(length: Int)
    /// Nothing is sent: it was no query.
    case dropped
    /// Nothing is sent: a responder wants it so.
    case withheld
}

/// From query to response: one per worker.
///
/// A batch goes through in stages (`read` all, `touch` all for each stage, `answer` each), so that the memory of one
/// lookup arrives while the others are prepared.
package struct Engine: ~Copyable {
    /// The UDP payload size that responses advertise, and the most octets of a response where `bufsize` says nothing.
    package static let payloadSize = 1232

    private let hash: OwnerHash
    private let tally: Tally
    private let worker: WorkerNumber
    private var random: UInt64

    /// The engine of `worker`. `seed` decides where its rotations begin.
    package init(
        hash: OwnerHash, seed: UInt64, tally: Tally,
        worker: WorkerNumber = WorkerNumber(pair: 0, isStream: false)
    ) {
        self.hash = hash
        self.tally = tally
        self.worker = worker
        random = seed | 1
    }

    /// Reads header, question and OPT once. `isCut` says that the kernel dropped the datagram's end (MSG_TRUNC).
    package func read(_ octets: Span<UInt8>, isCut: Bool, for listener: Listener) -> QueryOutline {
        var outline = QueryOutline()
        read(octets, isCut: isCut, for: listener, into: &outline)
        return outline
    }

    /// The same into the place where a batch keeps it.
    @inline(__always)  // For `QueryBatch.read`.
    package func read(
        _ octets: Span<UInt8>, isCut: Bool, for listener: Listener, into outline: inout QueryOutline
    ) {
        listener.read(octets, isCut: isCut, hash: hash, into: &outline)
    }

    /// Loads what the lookup for a query will look at.
    package func touch(
        _ outline: QueryOutline, _ stage: LookupStage, in section: borrowing ReadSection,
        for listener: Listener
    ) {
        if outline.verdict == .ask { listener.touch(outline, stage, in: section) }
    }

    /// Composes the response; its size keeps to what `query.client.transport` and the query's OPT allow.
    @inline(__always)  // For `QueryBatch.answer`.
    package mutating func answer(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        into response: inout ResponseWriter
    ) -> Disposition {
        tally.add(.queries)
        if query.outline.verdict == .ask {
            listener.answer(query, turn: nextTurn(), in: section, into: &response)
        } else if query.outline.verdict == .drop {
            tally.add(query.octets.count < 12 ? .cut : .strayResponses)
            return .dropped
        } else {
            reject(query, in: section, for: listener, into: &response)
        }
        return conclude(query, &response, for: listener)
    }

    /// Composes the response to a query that no server block is asked about.
    @inline(never)
    private func reject(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        into response: inout ResponseWriter
    ) {
        switch query.outline.verdict {
        case .transfer:
            // A series is for streams (`openSeries`); others are refused by whoever would give it.
            _ = listener.transfer(query, in: section, into: &response)
        case let verdict:
            if let count = Tally.Count(rejection: verdict) { tally.add(count) }
            if verdict == .refused { listener.refuse(query, into: &response) } else { response.fail(query) }
        }
    }

    /// Answers a query over a stream whose verdict is `transfer`: by a series of messages, of which the response shows only the
    /// header and the question, or by the response alone.
    package func openSeries(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        into response: inout ResponseWriter
    ) -> (series: (any MessageSeries)?, disposition: Disposition) {
        tally.add(.queries)
        let series = listener.transfer(query, in: section, into: &response)
        return (series, conclude(query, &response, for: listener))
    }

    /// Counts a query and what has become of it.
    @inline(__always)
    private func conclude(
        _ query: borrowing Query, _ response: inout ResponseWriter, for listener: Listener
    ) -> Disposition {
        if listener.isMetered { listener.note(query, &response, by: worker) }
        if response.isWithheld {
            tally.add(.withheld)
            return .withheld
        }
        tally.add(.responses)
        if response.isTruncated { tally.add(.truncated) }
        return .answered(length: response.count)
    }

    /// Counts how long a query took that was answered. (Only where the listener is metered.)
    package func note(nanoseconds: Int, of outline: QueryOutline, for listener: Listener) {
        listener.note(nanoseconds: nanoseconds, of: outline, by: worker)
    }

    /// The next number of a xorshift generator: which address of a set comes first is no secret.
    @inline(__always)
    private mutating func nextTurn() -> UInt32 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return UInt32(truncatingIfNeeded: random >> 16)
    }
}

extension Tally.Count {
    /// What is counted of a query that no server block is asked about.
    fileprivate init?(rejection verdict: QueryOutline.Verdict) {
        switch verdict {
        case .notImplemented: self = .notImplemented
        case .unreadable, .malformed: self = .malformed
        case .badVersion: self = .badVersion
        case .refused: self = .refused
        case .drop, .ask, .transfer: return nil
        }
    }
}
