package import RecordStore

/// Whoever gives zones away whole: asked for AXFR and IXFR alone, behind those responders of the chain that stand before it.
package protocol TransferResponder: AnyObject, Sendable {
    /// Answers `query`, whose type is AXFR or IXFR, whatever its transport: by a series of messages, or, when it returns nil, by
    /// what it has composed in `response`.
    func transfer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)?
}
