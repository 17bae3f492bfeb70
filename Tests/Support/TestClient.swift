package import DNSWire
package import Posix
import Testing

/// A client of the server, over UDP or over one TCP connection; it waits ten seconds at most for a response.
package struct TestClient: ~Copyable {
    private let kind: Socket.Kind
    private let socket: Socket
    /// What came after the last response of the connection.
    private var rest: [UInt8] = []
    private var lastID: UInt16 = 0

    package init(_ kind: Socket.Kind, to address: SocketAddress) throws {
        let socket = try Socket(kind, for: address)
        try socket.setReceiveTimeout(milliseconds: 10_000)
        try socket.connect(to: address)
        self.kind = kind
        self.socket = socket
    }

    /// The response to one query; nil when none comes.
    package mutating func ask(
        _ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil
    ) -> Message? {
        send(name, type, class: `class`, edns: edns)
        return response()
    }

    /// The response to `query`, as it is but for its ID; nil when none comes.
    package mutating func ask(_ query: Message) -> Message? {
        send(query)
        return response()
    }

    /// Sends a query, RD set, with the next ID.
    package mutating func send(_ name: String, _ type: RRType = .a, class: RRClass = .in, edns: EDNS? = nil) {
        var query = Message(
            id: 0, flags: [.rd], questions: [Question(Name(name) ?? .root, type, class: `class`)])
        query.edns = edns
        send(query)
    }

    /// Sends `query` with the next ID.
    package mutating func send(_ query: Message) {
        lastID += 1
        var query = query
        query.id = lastID
        let octets = query.encoded()
        let length = [UInt8(octets.count >> 8), UInt8(octets.count & 0xFF)]
        let frame = kind == .datagram ? octets : length + octets
        #expect(socket.write(frame.span) == .octets(frame.count))
    }

    /// The messages of a response up to the one with its second SOA record, or to the first without NOERROR, or with one record.
    package mutating func transfer() -> [Message] {
        var messages: [Message] = []
        while let message = response() {
            messages.append(message)
            let count = messages.reduce(0) { $0 + $1.answer.count }
            let isOver = message.answer.last?.type == .soa && count > 1
            if isOver || message.rcode != .noerror || count <= 1 { break }
        }
        return messages
    }

    /// The next response; nil when none comes.
    package mutating func response() -> Message? {
        if kind == .datagram { return try? Message(reading: receive()) }
        while rest.count < 2 || rest.count < 2 + Int(rest[0]) << 8 + Int(rest[1]) {
            let octets = receive()
            guard !octets.isEmpty else { return nil }
            rest += octets
        }
        let end = 2 + Int(rest[0]) << 8 + Int(rest[1])
        defer { rest.removeFirst(end) }
        return try? Message(reading: Array(rest[2..<end]))
    }

    /// Whatever comes next; empty at the end of a connection.
    private func receive() -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: 65_536)
        var room = octets.mutableSpan
        guard case .octets(let count) = socket.read(into: &room) else { return [] }
        return Array(octets[..<count])
    }
}
