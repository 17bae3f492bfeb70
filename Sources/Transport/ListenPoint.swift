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

    package init(address: SocketAddress, listener: Published<Listener>, security: TLSIdentity? = nil) {
        self.address = address
        self.listener = listener
        self.security = security
    }

    /// Whether the same sockets serve both.
    func isAlike(_ other: ListenPoint) -> Bool {
        address == other.address && (security == nil) == (other.security == nil)
    }
}
