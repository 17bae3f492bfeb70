package import Answering
package import Posix
package import RecordStore

/// An address to listen on, for datagrams and streams alike, and what is served there. There is one at most for an address.
package struct ListenPoint: Sendable {
    /// `::` stands for all addresses of both families; port 0 for any free one.
    package let address: SocketAddress
    /// What is served; the workers see each replacement at their next batch.
    package let listener: Published<Listener>

    package init(address: SocketAddress, listener: Published<Listener>) {
        self.address = address
        self.listener = listener
    }
}
