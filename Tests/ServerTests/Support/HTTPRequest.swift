import Posix

/// What a server answered to a GET request.
struct HTTPAnswer: Equatable {
    let status: Int
    let body: String

    /// Asks for `path` over a connection of its own; nil when nobody listens or nothing comes.
    init?(_ path: String, at address: SocketAddress) {
        guard let connection = try? HTTPConnection(to: address), let answer = connection.get(path, last: true)
        else { return nil }
        self = answer
    }

    fileprivate init?(_ text: String) {
        guard let end = text.firstRange(of: "\r\n\r\n"), text.hasPrefix("HTTP/1.1 "),
            let status = Int(text.dropFirst(9).prefix(3))
        else { return nil }
        self.status = status
        body = String(text[end.upperBound...])
    }

    init(_ status: Int, _ body: String) {
        self.status = status
        self.body = body
    }
}

/// A connection over which requests are made, one after the other; it waits ten seconds at most.
final class HTTPConnection {
    private let socket: Socket

    init(to address: SocketAddress) throws {
        let socket = try Socket(.stream, for: address)
        try socket.setReceiveTimeout(milliseconds: 10_000)
        try socket.connect(to: address)
        self.socket = socket
    }

    /// The response to a request for `path`; the `last` one ends the connection.
    func get(_ path: String, last: Bool = false) -> HTTPAnswer? {
        let header = last ? "Connection: close\r\n" : ""
        _ = socket.write(Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\(header)\r\n".utf8).span)
        var response: [UInt8] = []
        var octets = [UInt8](repeating: 0, count: 65_536)
        while !Self.isWhole(response) {
            var room = octets.mutableSpan
            guard case .octets(let count) = socket.read(into: &room) else { return nil }
            response += octets[..<count]
        }
        return HTTPAnswer(String(decoding: response, as: UTF8.self))
    }

    /// Whether all of the body has come that the head promises.
    private static func isWhole(_ response: [UInt8]) -> Bool {
        let text = String(decoding: response, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n"),
            let length = text.firstMatch(of: /Content-Length: (\d+)/).flatMap({ Int($0.output.1) })
        else { return false }
        return text[end.upperBound...].utf8.count >= length
    }
}
