import Corefile
import DNSWire
import Posix

/// A server that is asked by UDP, and by TCP where a response was cut.
struct RemoteServer: Answerer {
    /// How often a query is sent that nobody answers.
    private static let attempts = 2
    /// How long a response is waited for.
    private static let milliseconds = 2000

    let address: SocketAddress

    /// The server at `192.0.2.1`, `192.0.2.1:1053`, `2001:db8::1` or `[2001:db8::1]:1053`; nil when `text` is none of these.
    init?(_ text: String) {
        if let address = SocketAddress(text, port: 53) {
            self.address = address
            return
        }
        guard let parts = try? GoHostPort(text), let port = UInt16(parts.port),
            let address = SocketAddress(parts.host, port: port)
        else { return nil }
        self.address = address
    }

    func answer(_ query: Message) -> Message? {
        for _ in 0..<Self.attempts {
            guard let response = try? datagram(query) else { continue }
            guard response.flags.contains(.tc) else { return response }
            return (try? stream(query)) ?? response
        }
        return nil
    }

    private func datagram(_ query: Message) throws -> Message? {
        let socket = try connected(.datagram)
        guard socket.write(query.encoded().span) == .octets(query.encoded().count) else { return nil }
        // Whatever else comes from there is not ours.
        while let octets = Self.read(socket) {
            if let response = try? Message(reading: octets), response.answers(query) { return response }
        }
        return nil
    }

    private func stream(_ query: Message) throws -> Message? {
        let socket = try connected(.stream)
        let octets = query.encoded()
        let frame = [UInt8(octets.count >> 8), UInt8(octets.count & 0xFF)] + octets
        guard socket.write(frame.span) == .octets(frame.count) else { return nil }
        var received: [UInt8] = []
        while received.count < 2 || received.count < 2 + Int(received[0]) << 8 + Int(received[1]) {
            guard let more = Self.read(socket) else { return nil }
            received += more
        }
        let response = try Message(reading: Array(received[2..<2 + Int(received[0]) << 8 + Int(received[1])]))
        return response.answers(query) ? response : nil
    }

    private func connected(_ kind: Socket.Kind) throws(SystemError) -> Socket {
        let socket = try Socket(kind, for: address)
        try socket.setReceiveTimeout(milliseconds: Self.milliseconds)
        try socket.connect(to: address)
        return socket
    }

    /// What comes next; nil when nothing does in time.
    private static func read(_ socket: borrowing Socket) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: 65_537)
        var room = octets.mutableSpan
        guard case .octets(let count) = socket.read(into: &room) else { return nil }
        return Array(octets[..<count])
    }
}

extension Message {
    /// Whether this is the response to `query` (RFC 5452 §9.1).
    fileprivate func answers(_ query: Message) -> Bool {
        id == query.id && flags.contains(.qr) && (questions == query.questions || questions.isEmpty)
    }
}
