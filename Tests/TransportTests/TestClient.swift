import DNSWire
import Posix
import Testing

/// A client that waits for what it wants, twenty seconds at most.
struct TestClient: ~Copyable {
    let socket: Socket
    /// What came after the last response that was read.
    private var rest: [UInt8] = []

    init(_ kind: Socket.Kind, to address: SocketAddress) throws {
        let socket = try Socket(kind, for: address)
        try socket.setReceiveTimeout(milliseconds: 20_000)
        try socket.connect(to: address)
        self.socket = socket
    }

    /// Sends all of `octets`, or as much as the server takes before it is gone.
    func send(_ octets: [UInt8]) {
        var sent = 0
        while sent < octets.count {
            guard case .octets(let count) = socket.write(octets.span.extracting(sent..<octets.count))
            else { return }
            sent += count
        }
    }

    /// Whatever comes next.
    func receive() -> (progress: Socket.Progress, octets: [UInt8]) {
        var octets = [UInt8](repeating: 0, count: 65_536)
        var room = octets.mutableSpan
        let progress = socket.read(into: &room)
        guard case .octets(let count) = progress else { return (progress, []) }
        return (progress, Array(octets[..<count]))
    }

    /// The next datagram; empty if none comes.
    func datagram() -> [UInt8] { receive().octets }

    /// The next response of a stream; nil when the stream ends or fails first.
    mutating func response() -> [UInt8]? {
        while true {
            if rest.count >= 2 {
                let end = 2 + Int(rest[0]) << 8 + Int(rest[1])
                if rest.count >= end {
                    defer { rest.removeFirst(end) }
                    return Array(rest[2..<end])
                }
            }
            let octets = receive().octets
            guard !octets.isEmpty else { return nil }
            rest += octets
        }
    }

    /// The IDs of all responses up to the end of the stream, and how it ended.
    mutating func responsesToEnd() -> (ids: [UInt16?], end: Socket.Progress) {
        var ids: [UInt16?] = []
        while true {
            let (progress, octets) = receive()
            rest += octets
            while rest.count >= 2, rest.count >= 2 + Int(rest[0]) << 8 + Int(rest[1]) {
                guard let response = response() else { break }
                ids.append(Message.id(of: response))
            }
            guard case .octets = progress else { return (ids, progress) }
        }
    }

    /// Whether the server answers one query over this stream.
    mutating func isServed(_ id: UInt16 = 4711) -> Bool {
        send(Message.frame(Message.query(id)))
        return response().flatMap(Message.id) == id
    }
}

/// Whether the server at `address` answers a query over a new connection.
func isServed(_ address: SocketAddress) throws -> Bool {
    var client = try TestClient(.stream, to: address)
    return client.isServed()
}

/// Whether the server at `address` answers a datagram.
func isServedByDatagram(_ address: SocketAddress) throws -> Bool {
    let client = try TestClient(.datagram, to: address)
    client.send(Message.query(4712))
    return Message.id(of: client.datagram()) == 4712
}
