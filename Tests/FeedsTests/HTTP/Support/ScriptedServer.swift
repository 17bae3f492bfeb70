import Dispatch
import Glibc
import Posix
import Synchronization
import Testing

/// A TCP server on the loopback that does with each connection what a test says, on a thread of its own.
final class ScriptedServer: Sendable {
    /// `127.0.0.1:port`.
    let place: String
    private let listener: Listener
    private let state: State

    var url: String { "http://\(place)/" }

    init(_ script: @escaping @Sendable (Peer) -> Void) throws {
        let listener = try Listener()
        let state = State()
        (self.listener, self.state) = (listener, state)
        place = "\(listener.address)"
        DispatchQueue(label: "listener").async {
            while let peer = listener.accept(state) {
                DispatchQueue(label: "peer").async { script(peer) }
            }
        }
    }

    deinit { listener.stop() }

    /// How many connections came, and how many of them are still there.
    var connections: Int { state.accepted.load(ordering: .relaxed) }
    var openConnections: Int { connections - state.closed.load(ordering: .relaxed) }
    /// The heads of all requests, in the order in which they were read.
    var heads: [String] { state.heads.withLock { $0 } }

    final class State: Sendable {
        let accepted = Atomic(0)
        let closed = Atomic(0)
        let heads = Mutex<[String]>([])
    }

    private final class Listener: Sendable {
        private let socket: Socket
        let address: SocketAddress

        init() throws {
            socket = try Socket(.stream, for: SocketAddress(ipv4: 0x7F00_0001, port: 0))
            try socket.bind(to: SocketAddress(ipv4: 0x7F00_0001, port: 0))
            try socket.listen()
            address = try socket.localAddress()
        }

        /// The next client, blocking; nil after `stop`.
        func accept(_ state: State) -> Peer? {
            let number = Glibc.accept(socket.descriptor.number, nil, nil)
            guard number >= 0 else { return nil }
            state.accepted.add(1, ordering: .relaxed)
            return Peer(number, state)
        }

        func stop() { socket.shutDownReading() }
    }

    /// A client, as the script sees it. Its connection ends with the last reference.
    final class Peer: Sendable {
        private let number: CInt
        private let state: State

        init(_ number: CInt, _ state: State) {
            self.number = number
            self.state = state
        }

        deinit {
            close(number)
            state.closed.add(1, ordering: .relaxed)
        }

        /// Reads the head of a request, and nothing after it; nil when the client has gone.
        @discardableResult
        func readHead() -> String? {
            var text = ""
            while !text.hasSuffix("\r\n\r\n") {
                guard let octet = read(atMost: 1)?.first else { return nil }
                text.unicodeScalars.append(Unicode.Scalar(octet))
            }
            state.heads.withLock { [text] in $0.append(text) }
            return text
        }

        /// What has come, at least one octet; nil when the client has gone.
        func read(atMost count: Int = 65_536) -> [UInt8]? {
            var octets = [UInt8](repeating: 0, count: count)
            // Safe: recv writes at most as many octets as the array has.
            let found = unsafe recv(number, &octets, octets.count, 0)
            return found > 0 ? Array(octets[..<found]) : nil
        }

        func send(_ text: String) { send(Array(text.utf8)) }

        func send(_ octets: [UInt8]) {
            var rest = octets[...]
            while !rest.isEmpty {
                // Safe: send reads as many octets as the slice has.
                let count = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }

        /// Sends a complete response.
        func answer(_ text: String = "ok") {
            send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
        }

        /// Waits until the client has gone.
        func waitForEnd() { while read() != nil {} }

        /// Has the end of the connection be a reset.
        func resetAtEnd() {
            var option = linger(l_onoff: 1, l_linger: 0)
            // Safe: setsockopt reads one `linger`.
            unsafe setsockopt(
                number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
    }
}
