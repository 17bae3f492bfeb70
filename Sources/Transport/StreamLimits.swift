import Posix

/// How long, and how many, the clients of streams may keep the server busy.
package struct StreamLimits: Hashable, Sendable {
    /// A time, in nanoseconds.
    package typealias Nanoseconds = UInt64

    /// From the beginning of a connection with TLS to the end of its handshake.
    package var handshake: Nanoseconds = 3_000_000_000
    /// From the first octet of a query to its last.
    package var read: Nanoseconds = 3_000_000_000
    /// From a response that did not go out at once to its last octet.
    package var write: Nanoseconds = 5_000_000_000
    /// From a response, or the connection's beginning, to the next query. A fifth of it when it is crowded.
    package var idle: Nanoseconds = 10_000_000_000
    /// From a query for a whole zone to the last octet of it.
    package var transfer: Nanoseconds = 600_000_000_000
    /// From our FIN to the client's.
    package var linger: Nanoseconds = 1_000_000_000
    /// The most handshakes that are under way at one time, of each worker. One more ends the one that began first.
    package var handshakes = 256
    /// The most connections at one time, of all workers together. One more ends the one that has been idle longest.
    package var connections: Int

    /// As many connections as the process has descriptors for, and some to spare.
    package init() {
        let descriptors = DescriptorLimit.current
        connections = min(20_000, max(descriptors / 2, descriptors - 1024))
    }
}
