import Glibc
package import Posix
import Synchronization

/// Addresses that only one test has, so that tests run beside each other: all of 127.0.0.0/8 is this machine.
package enum Loopback {
    /// Below the ports that the kernel gives away.
    package static let port: UInt16 = 10_053

    private static let count = Atomic<UInt32>(0)

    /// 127.0.0.1.
    package static func address(port: UInt16) -> SocketAddress {
        SocketAddress(ipv4: 0x7F00_0001, port: port)
    }

    /// An address that was not handed out before, at `port`: 4,094 in a run of the tests. The process ID keeps runs apart.
    package static func next() -> SocketAddress {
        let number = count.add(1, ordering: .relaxed).newValue
        precondition(number < 0xFFF, "the loopback addresses of this run are used up")
        let id = UInt32(bitPattern: getpid()) & 0x7FF
        return SocketAddress(ipv4: 0x7F80_0000 | id << 12 | number, port: port)
    }

    /// A port for a server that listens on every address.
    package static let sharedPort = UInt16(11_000 + getpid() % 20_000)
}
