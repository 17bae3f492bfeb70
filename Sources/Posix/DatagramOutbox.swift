public import CPosix
import Glibc

/// A batch of datagrams to send: the sending half of a worker's memory.
@safe
@usableFromInline
package struct DatagramOutbox: ~Copyable {
    @usableFromInline let memory: csd_outbox
    /// How many datagrams wait to be sent.
    @usableFromInline package internal(set) var count = 0

    // Safe: the memory belongs to this value alone.
    package init() { unsafe memory = csd_outbox_make() }

    // Safe: nothing borrowed from this value outlives it.
    @usableFromInline
    deinit { unsafe csd_outbox_free(memory) }

    /// Room for the octets of the next datagram, which `reply` then addresses.
    @inlinable
    package var next: MutableSpan<UInt8> {
        @_lifetime(&self)
        mutating get {
            precondition(count < DatagramInbox.capacity)
            // Safe: the slot is in the batch and lies in memory that lives as long as this value.
            let octets = unsafe MutableSpan(
                _unsafeStart: memory.octets + count * CSD_STRIDE,
                count: DatagramInbox.datagramCapacity)
            return unsafe _overrideLifetime(octets, mutating: &self)
        }
    }

    /// Sends the first `length` octets of `next` to whoever sent datagram `index` of `inbox`, from the
    /// address that was asked.
    @inlinable
    package mutating func reply(length: Int, to index: Int, of inbox: borrowing DatagramInbox) {
        precondition(count < DatagramInbox.capacity && index >= 0 && index < inbox.count)
        precondition(length >= 0 && length <= DatagramInbox.datagramCapacity)
        // Safe: both indices are in their batches, and `length` octets lie in the slot.
        unsafe csd_outbox_reply(
            memory.headers, CInt(truncatingIfNeeded: count), length, inbox.memory.headers,
            CInt(truncatingIfNeeded: index))
        count += 1
    }

    /// Sends the batch without waiting; returns how many datagrams the kernel refused.
    package mutating func send(on socket: borrowing Socket) -> Int {
        var first = 0
        var refused = 0
        while first < count {
            // Safe: the function reads slots of this value that `reply` has filled.
            let sent = unsafe csd_outbox_send(memory, socket.descriptor.number, CInt(first), CInt(count))
            if sent > 0 {
                first += Int(sent)
            } else if sent != -EINTR {
                // The first of them cannot go (no route, no buffer, a filter): the others still may.
                first += 1
                refused += 1
            }
        }
        count = 0
        return refused
    }
}
