package import RecordStore

/// The queries that one system call brought, from octets to responses: one per worker.
///
/// It keeps engine and outlines together, so that only octets are handed from module to module: to hand on what is known of a
/// query would take as long as to look its name up.
package struct QueryBatch: ~Copyable {
    private var engine: Engine
    /// As many as a batch has at most.
    private var outlines = InlineArray<32, QueryOutline>(repeating: QueryOutline())

    package init(engine: consuming Engine) { self.engine = engine }

    /// Reads header, question and OPT of `octets`, which are query `index` from here on. `isCut` says that the kernel dropped the
    /// datagram's end (MSG_TRUNC).
    package mutating func read(_ octets: Span<UInt8>, as index: Int, isCut: Bool, for listener: Listener) {
        engine.read(octets, isCut: isCut, for: listener, into: &outlines[index])
    }

    /// Has what the lookups of the first `count` queries will look at come from memory, all of it at once.
    package func stage(_ count: Int, in section: borrowing ReadSection, for listener: Listener) {
        guard count > 1, listener.isLarge else { return }
        for index in 0..<count { engine.touch(outlines[index], .home, in: section, for: listener) }
        for index in 0..<count { engine.touch(outlines[index], .owner, in: section, for: listener) }
        for index in 0..<count { engine.touch(outlines[index], .contents, in: section, for: listener) }
    }

    /// Answers query `index`, whose octets were read, into `room`: 4,096 octets at least, or 65,535 for a stream.
    package mutating func answer(
        _ index: Int, _ octets: Span<UInt8>, of client: Client, in section: borrowing ReadSection,
        for listener: Listener, into room: consuming MutableSpan<UInt8>
    ) -> Disposition {
        answer(
            Query(octets, outline: outlines[index], client: client), in: section, for: listener, into: room)
    }

    /// The same for a datagram from a client that nobody looks at (`Listener.asksWho`).
    package mutating func answer(
        _ index: Int, _ octets: Span<UInt8>, in section: borrowing ReadSection, for listener: Listener,
        into room: consuming MutableSpan<UInt8>
    ) -> Disposition {
        let query = Query(octets, outline: outlines[index], client: Client(unseen: .udp))
        return answer(query, in: section, for: listener, into: room)
    }

    @inline(__always)
    private mutating func answer(
        _ query: borrowing Query, in section: borrowing ReadSection, for listener: Listener,
        into room: consuming MutableSpan<UInt8>
    ) -> Disposition {
        var response = ResponseWriter(room)
        return engine.answer(query, in: section, for: listener, into: &response)
    }

    /// Whether query `index` is for AXFR or IXFR, which `openSeries` answers.
    package func isTransfer(_ index: Int) -> Bool { outlines[index].verdict == .transfer }

    /// Answers query `index`, which `isTransfer`, over a stream: by the series that it returns, or by the response.
    package func openSeries(
        _ index: Int, _ octets: Span<UInt8>, of client: Client, in section: borrowing ReadSection,
        for listener: Listener, into room: consuming MutableSpan<UInt8>
    ) -> (series: (any MessageSeries)?, disposition: Disposition) {
        let query = Query(octets, outline: outlines[index], client: client)
        var response = ResponseWriter(room)
        return engine.openSeries(query, in: section, for: listener, into: &response)
    }

    /// Query `index`, for whoever observes it.
    @_lifetime(copy octets)
    package func query(_ index: Int, _ octets: Span<UInt8>, of client: Client) -> Query {
        Query(octets, outline: outlines[index], client: client)
    }

    /// Counts how long the first `count` queries took.
    package func note(nanoseconds: UInt64, of count: Int, for listener: Listener) {
        for index in 0..<count {
            engine.note(
                nanoseconds: Int(truncatingIfNeeded: nanoseconds), of: outlines[index], for: listener)
        }
    }
}
