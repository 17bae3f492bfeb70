/// Whoever gets a response: its head, its body as it comes, its end. Called on the client's queue.
///
/// From within each call the exchange may be cancelled, and others started.
package protocol HTTPReceiver: AnyObject {
    /// The head is there: once, before anything else.
    func receive(_ head: HTTPHead)

    /// More of the body, content coding undone: some octets, but never none. They are gone after the call.
    func receive(_ octets: Span<UInt8>)

    /// The response is complete, or failed: nothing comes after it.
    func end(_ failure: HTTPFailure?)
}
