package import Dispatch

/// Exchanges with one HTTP server, over connections that they share and that wait for the next ones.
///
/// Belongs to a queue: everything is called there, and its receivers too. Exchanges outlive it.
// Unchecked: only its queue touches it, which `start` checks.
package final class HTTPClient: @unchecked Sendable {
    private let queue: DispatchQueue
    private var engine: HTTPEngine

    package init(queue: DispatchQueue) throws(HTTPFailure) {
        self.queue = queue
        engine = try HTTPEngine(on: queue)
    }

    /// Uses the connections that there are for no other exchange: they may be dead.
    package func forgetConnections() {
        guard let fresh = try? HTTPEngine(on: queue) else { return }
        fresh.gathers = engine.gathers
        engine = fresh
    }

    /// Whether what comes is read in larger pieces, two milliseconds late: for much that comes in small pieces, such as the
    /// 10,000 events of a streaming list, each a frame of its own.
    package var gathers: Bool {
        get { engine.gathers }
        set { engine.gathers = newValue }
    }

    /// Begins at once. The receiver is never called from within, and is kept until the exchange ends or is
    /// cancelled; the exchange is cancelled when nobody holds the result any more.
    package func start(_ request: HTTPRequest, _ receiver: any HTTPReceiver) -> HTTPExchange {
        dispatchPrecondition(condition: .onQueue(queue))
        // A connection over which a response failed to come may be dead without knowing it: HTTP/2 would use it again.
        if engine.hasStalled { forgetConnections() }
        let transfer = HTTPTransfer(request, receiver, on: queue)
        queue.async { [engine] in engine.add(transfer) }
        return HTTPExchange(transfer)
    }
}
