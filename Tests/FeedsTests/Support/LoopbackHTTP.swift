import Posix

/// One request to a server of plain HTTP on this machine, on a connection of its own.
enum LoopbackHTTP {
    /// The status code and the body, which must not come in chunks when it is looked into.
    struct Reply {
        let code: Int
        let body: String
    }

    /// Waits for the whole response, a minute at most between two octets.
    static func ask(_ method: String, _ path: String, port: UInt16, body: String = "") throws -> Reply {
        let address = SocketAddress(ipv4: 0x7F00_0001, port: port)
        let socket = try Socket(.stream, for: address)
        try socket.setReceiveTimeout(milliseconds: 60_000)
        try socket.connect(to: address)
        let head = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close",
            "Content-Length: \(body.utf8.count)", "", "",
        ]
        var rest = Array((head.joined(separator: "\r\n") + body).utf8)[...]
        while !rest.isEmpty, case .octets(let count) = socket.write(rest.span) { rest.removeFirst(count) }

        var octets: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            var room = chunk.mutableSpan
            guard case .octets(let count) = socket.read(into: &room), count > 0 else { break }
            octets += chunk[..<count]
        }
        let response = String(decoding: octets, as: UTF8.self)
        let code = response.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
        guard let code, let end = response.firstRange(of: "\r\n\r\n") else {
            throw Failure(description: "\(method) \(path): no response, but '\(response.prefix(200))'")
        }
        return Reply(code: code, body: String(response[end.upperBound...]))
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
