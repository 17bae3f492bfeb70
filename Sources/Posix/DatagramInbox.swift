public import CPosix

/// A batch of datagrams that came: the receiving half of a worker's memory.
///
/// The halves are two values, because octets to read and octets to write cannot be borrowed from one. What is asked of every
/// datagram is inlinable in both: calls for it would cost as much as reading the question.
@safe
@usableFromInline
package struct DatagramInbox: ~Copyable {
    /// The most datagrams in one batch.
    @inlinable package static var capacity: Int { CSD_BATCH }
    /// The most octets of one datagram that are kept.
    @inlinable package static var datagramCapacity: Int { CSD_DATAGRAM }

    @usableFromInline let memory: csd_inbox
    /// How many datagrams there are.
    @usableFromInline package private(set) var count = 0

    // Safe: the memory belongs to this value alone.
    package init() { unsafe memory = csd_inbox_make() }

    // Safe: nothing borrowed from this value outlives it.
    @usableFromInline
    deinit { unsafe csd_inbox_free(memory) }

    /// Waits for one datagram, then takes what else is there: nothing if the socket was shut down.
    package mutating func receive(from socket: borrowing Socket) throws(SystemError) {
        count = 0
        // Safe: the function writes into the memory of this value, within the sizes it gave it itself.
        let received = unsafe csd_inbox_receive(memory, socket.descriptor.number)
        count = Int(try checkedNegated(received, "recvmmsg"))
    }

    /// The octets of datagram `index`, at most `datagramCapacity`.
    @_lifetime(borrow self)
    @inlinable
    package func octets(_ index: Int) -> Span<UInt8> {
        precondition(index >= 0 && index < count)
        // Safe: `index` is in the batch, its octets lie in memory that lives as long as this value, and the
        // kernel wrote no more of them than their area has room for.
        let octets = unsafe Span(
            _unsafeStart: UnsafePointer(memory.octets + index * CSD_STRIDE),
            count: Int(memory.datagrams[index].length))
        return unsafe _overrideLifetime(octets, borrowing: self)
    }

    /// Whether the kernel dropped the end of datagram `index` (MSG_TRUNC).
    @inlinable
    package func isCut(_ index: Int) -> Bool {
        precondition(index >= 0 && index < count)
        // Safe: `index` is in the batch.
        return unsafe memory.datagrams[index].cut
    }

    /// Who sent datagram `index`.
    package func peer(_ index: Int) -> SocketAddress {
        precondition(index >= 0 && index < count)
        // Safe: `index` is in the batch.
        return unsafe SocketAddress(csd_inbox_peer(memory, CInt(index)))
    }

    /// The address that datagram `index` was sent to; zero if the socket does not tell. Its port is 0.
    package func local(_ index: Int) -> SocketAddress {
        precondition(index >= 0 && index < count)
        // Safe: `index` is in the batch.
        return unsafe SocketAddress(csd_inbox_local(memory, CInt(index)))
    }
}
