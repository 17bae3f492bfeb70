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
    /// Whether answers may depend on the client's address: without it, UDP queries come with `Client(unseen:)`.
    var asksWho: Bool { get }

    /// Answers `query`, or declines. It neither waits, allocates nor retains when it answers from a store.
    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome
}

extension Responder {
    /// Most do not say: better an address for nobody than none for somebody.
    package var asksWho: Bool { true }
}
