import Corefile
import Posix

extension Stanza {
    /// The only argument as the address of an HTTP server, as Go writes it; `standard` where there is none.
    func httpAddress(orElse standard: SocketAddress) throws(CorefileError) -> SocketAddress {
        guard let argument = try arguments(0...1).first else { return standard }
        let parts: GoHostPort
        do throws(GoHostPort.Invalid) {
            parts = try GoHostPort(argument.text)
        } catch {
            throw plainError(at: argument, error.description)
        }
        guard let port = UInt16(parts.port) else {
            throw plainError(at: argument, "address \(argument.text): invalid port")
        }
        switch parts.host {
        case "": return .wildcard(port: port)
        case "localhost": return .loopback(port: port)
        case let host:
            guard let address = SocketAddress(host, port: port) else {
                throw plainError(
                    at: argument, "address \(argument.text): neither an IP address nor localhost")
            }
            return address
        }
    }
}

extension SocketAddress {
    /// 127.0.0.1.
    static func loopback(port: UInt16) -> SocketAddress { SocketAddress(ipv4: 0x7F00_0001, port: port) }

    /// The address under which this machine itself reaches a server that listens here.
    var reachable: SocketAddress {
        guard isWildcard else { return self }
        // A socket that listens on `::` listens on 127.0.0.1 too.
        return .loopback(port: port)
    }
}
