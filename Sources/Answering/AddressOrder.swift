package import DNSWire

/// Decides in which order the addresses of an answer are sent, after any rotation.
package protocol AddressOrder: AnyObject, Sendable {
    /// Rearranges `addresses`, those of a positive answer to a query for A or AAAA, and neither adds nor drops one.
    ///
    /// `random` is uniform over its 32 bits. Called on a worker: it may allocate, but must not wait.
    func rearrange(_ addresses: inout [IPAddress], for query: borrowing Query, random: UInt32)
}
