package import Answering
package import Posix
package import RecordStore

/// An address to listen on, and what is served there: for datagrams and streams alike, or for streams with TLS alone.
/// There is one at most for an address.
package struct ListenPoint: Sendable {
    /// `::` stands for all addresses of both families; port 0 for any free one.
    package let address: SocketAddress
    /// What is served; the workers see each replacement at their next batch.
    package let listener: Published<Listener>
    /// What connections are secured with; nil without TLS.
    package let security: TLSIdentity?
    /// How long its clients may take.
    package let timeouts: StreamTimeouts
    /// How many loops answer it, if fewer than there are for an address; those of a point that is open stay.
    package let workers: Int?

    package init(
        address: SocketAddress, listener: Published<Listener>, security: TLSIdentity? = nil,
        timeouts: StreamTimeouts = StreamTimeouts(), workers: Int? = nil
    ) {
        self.address = address
        self.listener = listener
        self.security = security
        self.timeouts = timeouts
        self.workers = workers
    }

    /// Whether the same sockets serve both.
    func isAlike(_ other: ListenPoint) -> Bool {
        address == other.address && (security == nil) == (other.security == nil)
    }
}
