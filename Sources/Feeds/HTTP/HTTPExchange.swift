/// An exchange under way, as whoever started it sees it: as long as this lives, the exchange goes on.
package final class HTTPExchange: Sendable {
    private let transfer: HTTPTransfer

    init(_ transfer: HTTPTransfer) { self.transfer = transfer }

    deinit { transfer.cancel() }

    /// Ends it in silence: the receiver hears no more. Harmless when it has ended, and from any thread, where
    /// a call to the receiver that runs at the moment runs to its end.
    package func cancel() { transfer.cancel() }
}
