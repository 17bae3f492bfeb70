import Answering
import Posix
import RecordStore

/// Answers the queries of a stream, each behind its length, into one buffer that takes one write (RFC 7766 §8).
struct FrameAnswerer: ~Copyable {
    /// What became of octets that came.
    struct Result {
        /// How many of them were whole queries, and are answered.
        var consumed = 0
        /// What follows is no query: the stream is not worth reading on.
        var isBroken = false
        /// What follows may hold whole queries, which there was no room for.
        var isFull = false
        /// The last of the queries is answered by a series, before those that follow (`takeSeries`).
        var opensSeries = false
    }

    private var queries: QueryBatch
    private var buffer = ResponseBuffer()
    /// What `answer` has opened.
    private var series: (any MessageSeries)?
    /// Where the messages of a batch begin and end.
    private var messages = InlineArray<32, Range<Int>>(repeating: 0..<0)

    init(engine: consuming Engine) { queries = QueryBatch(engine: engine) }

    /// The responses so far.
    var responses: Span<UInt8> {
        @_lifetime(borrow self) get { buffer.octets }
    }

    /// Forgets the responses, which were sent.
    mutating func clear() { buffer.clear() }

    /// Hands out the series that `answer` has opened.
    mutating func takeSeries() -> (any MessageSeries)? { series.take() }

    /// Answers the whole queries that stand in `buffer` from the beginning of `range` on.
    ///
    /// It takes the buffer, because a span of one property cannot be lent while another one changes.
    mutating func answer(
        _ buffer: borrowing OctetBuffer, in range: Range<Int>, of client: Client,
        from published: Published<Listener>, _ reader: borrowing Reader
    ) -> Result {
        answer(buffer.octets(range), of: client, from: published, reader)
    }

    /// Answers the whole queries that stand at the beginning of `octets`.
    mutating func answer(
        _ octets: Span<UInt8>, of client: Client, from published: Published<Listener>,
        _ reader: borrowing Reader
    ) -> Result {
        var result = Result()
        let section = ReadSection(reader)
        section.withValue(of: published) { listener in
            while result.consumed < octets.count, !result.isBroken, !result.isFull {
                let count = gather(octets, from: result.consumed)
                guard count > 0 else { return }
                for index in 0..<count {
                    queries.read(octets.extracting(messages[index]), as: index, isCut: false, for: listener)
                }
                queries.stage(count, in: section, for: listener)
                let arrival = listener.isMetered || listener.isObserved ? MonotonicClock.now() : 0
                var answered = 0
                while answered < count, !result.isFull {
                    guard buffer.hasRoom else {
                        result.isFull = true
                        break
                    }
                    let message = messages[answered]
                    guard
                        Self.answer(
                            answered, octets.extracting(message), of: client, since: arrival, in: section,
                            for: listener, by: &queries, into: &buffer, or: &series)
                    else {
                        result.isBroken = true
                        break
                    }
                    result.consumed = message.upperBound
                    result.opensSeries = series != nil
                    result.isFull = result.opensSeries
                    answered += 1
                }
                if listener.isMetered {
                    queries.note(nanoseconds: MonotonicClock.now() &- arrival, of: answered, for: listener)
                }
            }
        }
        return result
    }

    /// Notes where the next messages lie; returns how many there are, at most a batch.
    private mutating func gather(_ octets: Span<UInt8>, from start: Int) -> Int {
        var count = 0
        var offset = start
        while count < messages.count, offset + 2 <= octets.count {
            let end = offset + 2 + (Int(octets[offset]) << 8 | Int(octets[offset + 1]))
            guard end <= octets.count else { break }
            messages[count] = offset + 2..<end
            offset = end
            count += 1
        }
        return count
    }

    /// Composes the response to query `index` behind the others, if there is to be one, or opens the series that answers it; false
    /// for what is no query.
    @inline(__always)
    private static func answer(
        _ index: Int, _ octets: Span<UInt8>, of client: Client, since arrival: UInt64,
        in section: borrowing ReadSection, for listener: Listener, by queries: inout QueryBatch,
        into buffer: inout ResponseBuffer, or series: inout (any MessageSeries)?
    ) -> Bool {
        let disposition: Disposition
        if queries.isTransfer(index) {
            (series, disposition) = queries.openSeries(
                index, octets, of: client, in: section, for: listener, into: buffer.next)
        } else {
            disposition = queries.answer(
                index, octets, of: client, in: section, for: listener, into: buffer.next)
        }
        switch disposition {
        case .answered(let length):
            if listener.isObserved {
                let room = buffer.next
                listener.observe(
                    queries.query(index, octets, of: client), response: room.span.extracting(0..<length),
                    seconds: Double(MonotonicClock.now() &- arrival) / 1e9)
            }
            if series == nil { buffer.append(length) }
            return true
        case .withheld: return true
        case .dropped: return false
        }
    }

    /// Composes the next messages of a series, as many as make up a turn; false when there are none left.
    mutating func proceed(with series: any MessageSeries, _ reader: borrowing Reader) -> Bool {
        while buffer.octets.count < Self.turn, buffer.hasRoom {
            switch series.next(into: buffer.next, reader) {
            case .message(let length, let isLast):
                buffer.append(length)
                if isLast { return true }
            case .pause: return true
            case .end: return false
            }
        }
        return true
    }

    /// The octets of a series that are composed before others have their turn: half of what the kernel takes at once.
    private static let turn = 64 * 1024
}
