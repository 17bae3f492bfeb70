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

    private var engine: Engine
    private var buffer = ResponseBuffer()
    /// What `answer` has opened.
    private var series: (any MessageSeries)?
    /// Where the messages of a batch begin and end.
    private var messages = InlineArray<32, Range<Int>>(repeating: 0..<0)
    private var outlines = InlineArray<32, QueryOutline>(repeating: QueryOutline())

    init(engine: consuming Engine) { self.engine = engine }

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
                    engine.read(
                        octets.extracting(messages[index]), isCut: false, for: listener,
                        into: &outlines[index])
                }
                if count > 1, listener.isLarge { stage(count, in: section, for: listener) }
                let arrival = listener.isMetered ? MonotonicClock.now() : 0
                var answered = 0
                for index in 0..<count {
                    guard buffer.hasRoom else {
                        result.isFull = true
                        break
                    }
                    let query = Query(
                        octets.extracting(messages[index]), outline: outlines[index], client: client)
                    if case .transfer = outlines[index].verdict {
                        series = Self.open(query, in: section, for: listener, by: engine, into: &buffer)
                        result.opensSeries = series != nil
                        result.isFull = result.opensSeries
                    } else if !Self.answer(query, in: section, for: listener, by: &engine, into: &buffer) {
                        result.isBroken = true
                        break
                    }
                    result.consumed = messages[index].upperBound
                    answered += 1
                    if result.isFull { break }
                }
                if listener.isMetered {
                    let duration = Int(truncatingIfNeeded: MonotonicClock.now() &- arrival)
                    for index in 0..<answered {
                        engine.note(nanoseconds: duration, of: outlines[index], for: listener)
                    }
                }
            }
        }
        return result
    }

    /// Has what the lookups of the batch will look at come from memory, all of it at once.
    private func stage(_ count: Int, in section: borrowing ReadSection, for listener: Listener) {
        for index in 0..<count { engine.touch(outlines[index], .home, in: section, for: listener) }
        for index in 0..<count { engine.touch(outlines[index], .owner, in: section, for: listener) }
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

    /// Composes the response behind the others, if there is to be one; false for what is no query.
    private static func answer(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        by engine: inout Engine, into buffer: inout ResponseBuffer
    ) -> Bool {
        let isObserved = listener.isObserved
        let arrival = isObserved ? MonotonicClock.now() : 0
        var response = ResponseWriter(buffer.next)
        let length: Int
        switch engine.answer(query, in: section, for: listener, into: &response) {
        case .answered(let answered): length = answered
        case .withheld: return true
        case .dropped: return false
        }
        buffer.append(length)
        if isObserved {
            listener.observe(
                query, response: buffer.octets.extracting(last: length),
                seconds: Double(MonotonicClock.now() &- arrival) / 1e9)
        }
        return true
    }

    /// Answers a query for AXFR or IXFR: by the series that it returns, or behind the other responses.
    private static func open(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        by engine: borrowing Engine, into buffer: inout ResponseBuffer
    ) -> (any MessageSeries)? {
        let arrival = listener.isObserved ? MonotonicClock.now() : 0
        var response = ResponseWriter(buffer.next)
        let (series, disposition) = engine.openSeries(query, in: section, for: listener, into: &response)
        guard case .answered = disposition else { return series }
        let length = response.count
        if listener.isObserved {
            let room = buffer.next
            listener.observe(
                query, response: room.span.extracting(0..<length),
                seconds: Double(MonotonicClock.now() &- arrival) / 1e9)
        }
        if series == nil { buffer.append(length) }
        return series
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
