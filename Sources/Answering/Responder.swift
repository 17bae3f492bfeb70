package import RecordStore

/// What became of a query that a responder saw.
package enum Outcome: Sendable {
    /// The writer holds the response.
    case answered
    /// The next responder of the chain is asked.
    case declined
}

/// Whoever can answer queries below some zones: one link of a server block's chain.
package protocol Responder: AnyObject, Sendable {
    /// Answers `query`, or declines. It neither waits, allocates nor retains when it answers from a store.
    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome
}
