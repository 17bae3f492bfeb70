import Synchronization

/// What one worker counts: its own relaxed atomics, written by it alone, summed by whoever asks.
package final class Tally: Sendable {
    package enum Count: Int, CaseIterable, Sendable {
        /// Messages that came in, whatever they were.
        case queries
        /// Responses composed.
        case responses
        /// Messages that get no response because they are shorter than a header.
        case cut
        /// Messages that get no response because they are responses themselves.
        case strayResponses
        /// Queries answered with FORMERR.
        case malformed
        /// Queries answered with NOTIMP.
        case notImplemented
        /// Queries answered with BADVERS.
        case badVersion
        /// Queries for what no server block is asked about.
        case refused
        /// Responses with TC set.
        case truncated
        /// Responses that the kernel would not send.
        case sendFailures
        /// Connections that could not be accepted.
        case acceptFailures
        /// Connections closed to make room.
        case connectionsEvicted
        /// TLS handshakes that came to their end.
        case handshakes
        /// TLS handshakes that failed, were given up or never began.
        case handshakeFailures
        /// Queries that a server block leaves without a response.
        case withheld
    }

    // Two cache lines of its own on either side, so that two workers never share one.
    private let before = InlineArray<16, UInt64>(repeating: 0)
    private let counts = InlineArray<15, Atomic<UInt64>> { _ in Atomic(0) }
    private let after = InlineArray<16, UInt64>(repeating: 0)

    package init() {}

    /// Adds one. (The owning worker only: that is why a load and a store suffice.)
    package func add(_ count: Count) {
        counts[count.rawValue].store(counts[count.rawValue].load(ordering: .relaxed) &+ 1, ordering: .relaxed)
    }

    /// The count so far, from any thread.
    package subscript(count: Count) -> UInt64 { counts[count.rawValue].load(ordering: .relaxed) }
}
