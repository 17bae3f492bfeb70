package import Posix

/// One GET request to this machine, as a probe makes it.
package enum HTTPProbe {
    /// Why there was no good answer.
    package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case system(SystemError)
        case silence
        case status(String)

        package var description: String {
            switch self {
            case .system(let error): "\(error)"
            case .silence: "no response"
            case .status(let line): line
            }
        }
    }

    /// Returns when the server at `address` has answered a request for `path` with 200. It waits: at most for
    /// `milliseconds` between two parts of the response.
    package static func get(
        _ path: String, at address: SocketAddress, milliseconds: Int
    ) throws(Failure) {
        let socket = try connection(to: address, milliseconds: milliseconds)
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard socket.write(request.span) == .octets(request.count) else { throw .silence }
        let head = "HTTP/1.1 200 "
        var line: [UInt8] = []
        var octets = [UInt8](repeating: 0, count: 256)
        while line.count < head.utf8.count {
            var room = octets.mutableSpan
            guard case .octets(let count) = socket.read(into: &room) else { throw .silence }
            line += octets[..<count]
        }
        guard line.starts(with: head.utf8) else {
            throw .status(String(decoding: line.prefix { $0 >= 0x20 }, as: UTF8.self))
        }
    }

    private static func connection(
        to address: SocketAddress, milliseconds: Int
    ) throws(Failure) -> Socket {
        do throws(SystemError) {
            let socket = try Socket(.stream, for: address)
            try socket.setReceiveTimeout(milliseconds: milliseconds)
            try socket.connect(to: address)
            return socket
        } catch {
            throw .system(error)
        }
    }
}
