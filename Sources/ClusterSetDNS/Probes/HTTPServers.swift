import Posix
import Transport

/// The HTTP servers of all directives, one at each address. (Control queue only.)
final class HTTPServers {
    /// What is served at an address, by path.
    typealias Routes = [String: @Sendable () -> HTTPResponse]

    private var open: [SocketAddress: HTTPServer] = [:]

    /// Opens the addresses of `wanted` that are not open yet; what is open serves what it did. When it throws, nothing
    /// was opened.
    func open(_ wanted: [SocketAddress: Routes]) throws(SystemError) {
        var opened: [SocketAddress: HTTPServer] = [:]
        for (address, routes) in wanted where open[address] == nil {
            opened[address] = try HTTPServer(at: address, Self.handler(routes))
        }
        open.merge(opened) { $1 }
    }

    /// Serves `wanted`, all of which is open, and nothing else.
    func commit(_ wanted: [SocketAddress: Routes]) {
        open = open.filter { wanted[$0.key] != nil }
        for (address, routes) in wanted { open[address]?.replace(with: Self.handler(routes)) }
    }

    /// Closes what is open beyond `addresses`.
    func close(allBut addresses: some Collection<SocketAddress>) {
        open = open.filter { addresses.contains($0.key) }
    }

    /// Where the server at `address` really listens.
    func boundAddress(of address: SocketAddress) -> SocketAddress? { open[address]?.address }

    private static func handler(_ routes: Routes) -> HTTPServer.Handler {
        { path in routes[path]?() ?? .notFound }
    }
}
