import CMicroHTTPD
package import Posix
import Synchronization

/// Answers GET and HEAD requests at one address, on a thread of its own: for probes and scrapes.
///
/// Nobody can keep others out: of many connections the one that asked longest ago makes room, a silent one ends after
/// five seconds, and a request has at most 32 KiB or so of headers and no body.
@safe package final class HTTPServer: Sendable {
    /// What is at `path`, the query left out. Called on the server's thread, one request at a time: it must not wait,
    /// and never for the queue that stops the server.
    package typealias Handler = @Sendable (_ path: String) -> HTTPResponse

    /// What is served; the C side's context.
    fileprivate final class Served: Sendable {
        private let handler: Mutex<Handler>

        init(_ handler: @escaping Handler) { self.handler = Mutex(handler) }

        func replace(with handler: @escaping Handler) { self.handler.withLock { $0 = handler } }

        func response(to path: String) -> HTTPResponse {
            let handler = handler.withLock { $0 }
            return handler(path)
        }
    }

    /// The most connections at one time.
    package static let connectionLimit = 64
    /// How long a silent connection stays, in seconds.
    private static let patience: UInt32 = 5
    /// Octets of a connection's buffer: twice what a request may have.
    private static let memory = 64 * 1024

    /// Where it listens: with the port that the kernel chose, if that was left to it.
    package let address: SocketAddress
    private let served: Served
    // Safe: the pointer is used by `deinit` alone, which nothing runs beside.
    nonisolated(unsafe) private let server: OpaquePointer

    /// Listens at `address`; the wildcard stands for both families, port 0 for one that is free.
    package init(at address: SocketAddress, _ handler: @escaping Handler) throws(SystemError) {
        let listener = try Self.listener(at: address)
        self.address = try listener.localAddress()
        let served = Served(handler)
        self.served = served
        // Safe: the context is kept by `served` until `deinit` has stopped the server, which ends all calls; the
        // descriptor is open throughout the call, which duplicates it.
        let server = unsafe cmhd_start(
            listener.descriptor.number, UInt32(Self.connectionLimit), Self.patience, Self.memory, answer,
            Unmanaged.passUnretained(served).toOpaque())
        guard let server = unsafe server else {
            throw .exhausted("another HTTP server", subject: "\(address)")
        }
        unsafe self.server = server
    }

    deinit {
        // Safe: it was started, and nobody else stops it.
        unsafe cmhd_stop(server)
    }

    /// Serves something else, from the next request on.
    package func replace(with handler: @escaping Handler) { served.replace(with: handler) }

    /// A socket that another process of the same user may share, so that a new server can take over from an old one.
    private static func listener(at address: SocketAddress) throws(SystemError) -> Socket {
        do throws(SystemError) {
            let socket = try Socket(.stream, for: address)
            if socket.isIPv6 { try socket.setIPv6Only(!address.isWildcard) }
            try socket.reuseAddress()
            if address.port != 0 { try socket.share() }
            try socket.bind(to: address)
            try socket.setNonblocking()
            try socket.listen()
            return socket
        } catch {
            guard error.isFamilyMissing, address == .wildcard(port: address.port) else { throw error }
            return try listener(at: SocketAddress(ipv4: 0, port: address.port))
        }
    }
}

/// Answers one request: what the C side calls, on its thread.
private func answer(
    _ context: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?, _ reply: OpaquePointer?
) {
    // Safe: the context is the `Served` of a server that has not stopped, the path ends with a zero octet, the reply
    // is good until this returns, and everything that is handed over is copied.
    guard let context = unsafe context, let path = unsafe path else { return }
    let served = unsafe Unmanaged<HTTPServer.Served>.fromOpaque(context).takeUnretainedValue()
    let response = served.response(to: unsafe String(cString: path))
    let body = Array(response.body.utf8)
    unsafe cmhd_answer(reply, UInt32(clamping: response.status), response.contentType, body, body.count)
}
