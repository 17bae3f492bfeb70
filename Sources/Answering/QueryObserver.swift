/// Whoever is told of every query that reached a server block, after its response was composed: a log.
package protocol QueryObserver: AnyObject, Sendable {
    /// `response` is the whole message; `seconds` the time from the query's arrival. Called on a worker: it must not wait.
    func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double)
}
