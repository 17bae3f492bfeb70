package import Posix

/// What a server answered to a request.
package struct HTTPAnswer: Equatable {
    package let status: Int
    package let body: String

    package init(_ status: Int, _ body: String) {
        self.status = status
        self.body = body
    }

    /// Asks for `path` over a connection of its own; nil when nobody listens or nothing comes.
    package init?(_ path: String, at address: SocketAddress) {
        guard let connection = try? HTTPConnection(to: address), let answer = connection.get(path, last: true)
        else { return nil }
        self = answer
    }
}

/// A connection over which requests are made, one after the other; it waits a minute at most between two octets.
package final class HTTPConnection {
    private let socket: Socket

    package init(to address: SocketAddress) throws {
        let socket = try Socket(.stream, for: address)
        try socket.setReceiveTimeout(milliseconds: 60_000)
        try socket.connect(to: address)
        self.socket = socket
    }

    /// The response to a GET request for `path`; the `last` one ends the connection.
    package func get(_ path: String, last: Bool = false) -> HTTPAnswer? { ask("GET", path, last: last) }

    /// The response to a request; the `last` one ends the connection. A body in chunks is not made whole.
    package func ask(_ method: String, _ path: String, body: String = "", last: Bool = false) -> HTTPAnswer? {
        let head = [
            "\(method) \(path) HTTP/1.1", "Host: test", "Content-Length: \(body.utf8.count)",
            "Connection: \(last ? "close" : "keep-alive")", "", "",
        ]
        var rest = Array((head.joined(separator: "\r\n") + body).utf8)[...]
        while !rest.isEmpty, case .octets(let count) = socket.write(rest.span) { rest.removeFirst(count) }
        var response: [UInt8] = []
        while true {
            if let head = Head(of: response), let length = head.contentLength,
                response.count >= head.octets + length
            {
                return head.answer(from: response)
            }
            guard let more = read() else { return Head(of: response)?.answer(from: response) }
            response += more
        }
    }

    /// What comes next; nil at the end.
    private func read() -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: 65_536)
        var room = octets.mutableSpan
        guard case .octets(let count) = socket.read(into: &room), count > 0 else { return nil }
        return Array(octets[..<count])
    }
}

/// What comes before the body of a response.
private struct Head {
    let octets: Int
    let status: Int
    let contentLength: Int?

    /// Nil while it is not there as a whole.
    init?(of response: [UInt8]) {
        // No head in these tests is longer.
        let text = String(decoding: response.prefix(4096), as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n"), text.hasPrefix("HTTP/1.1 "),
            let status = Int(text.dropFirst(9).prefix(3))
        else { return nil }
        let head = text[..<end.upperBound]
        octets = head.utf8.count
        self.status = status
        contentLength = head.firstMatch(of: /Content-Length: (\d+)/).flatMap { Int($0.output.1) }
    }

    func answer(from response: [UInt8]) -> HTTPAnswer {
        HTTPAnswer(status, String(decoding: response.dropFirst(octets), as: UTF8.self))
    }
}
