package import RecordStore

/// A response of many messages (RFC 5936 §2.2), composed one at a time, as fast as the client takes them. It belongs to the worker
/// of the connection that it goes to.
package protocol MessageSeries: AnyObject {
    /// Composes the next message into `octets`, which have room for 65,535, in a read section of its own.
    func next(into octets: consuming MutableSpan<UInt8>, _ reader: borrowing Reader) -> MessageSeriesStep
}

/// What `MessageSeries.next` has come to.
package enum MessageSeriesStep: Hashable, Sendable {
    /// So many octets are the next message; behind the last one, `next` is called once more when it has gone to the kernel.
    case message(Int, isLast: Bool)
    /// Nothing yet: there is more to look at than one turn allows.
    case pause
    /// The message before was the last.
    case end
}
