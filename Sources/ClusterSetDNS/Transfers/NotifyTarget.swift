import DNSWire
import Posix

/// A secondary that is told when a zone changes.
struct NotifyTarget: Hashable, Sendable {
    let zone: Name
    let address: SocketAddress
    /// What it is told from; nil: what the kernel takes.
    let source: SocketAddress?
}
