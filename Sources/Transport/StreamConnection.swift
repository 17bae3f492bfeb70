import Answering
import Posix
import RecordStore

/// One client's connection, as its worker keeps it. Memory for octets is held only while some are pending.
///
/// There is one value for a connection, which stays in its place in the table and is changed there: a turn neither retains
/// nor copies it.
struct StreamConnection {
    /// What it waits for. It waits for one thing at a time, so that it has one deadline.
    enum Phase: Int, CaseIterable {
        /// The rest of the TLS handshake.
        case handshake
        /// The next query.
        case idle
        /// The rest of a query.
        case reading
        /// The client, which has to take responses first.
        case writing
        /// The client's FIN, after ours; what still comes is discarded, or the kernel would send RST.
        case closing
    }

    /// Owns the socket: an object, because a table cannot hold what cannot be copied.
    final class Stream {
        let socket: Socket
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    let stream: Stream
    let client: Client
    /// What came and is not answered: the beginning of a query, or with `hasBacklog` perhaps whole queries first.
    private(set) var input: [UInt8] = []
    /// Responses, or with TLS what says them, that the kernel has not taken, or not wholly: in the phase `writing` only.
    private var output: [UInt8] = []
    /// How much of `output` the kernel has taken.
    private var sent = 0
    var hasBacklog = false
    /// What the query before `input` is answered with, and since when, in nanoseconds; with `hasBacklog`.
    var series: (messages: any MessageSeries, since: UInt64)?
    /// The client has sent what is no query: the responses so far are the last.
    var isBroken = false
    /// What queries and responses go through; nil without TLS.
    private let session: TLSSession?

    init(_ connection: consuming Socket.Connection, local: SocketAddress, session: TLSSession? = nil) {
        let peer = connection.peer
        stream = Stream(connection.intoSocket())
        self.session = session
        let asked = local.isWildcard ? (try? stream.socket.localAddress()) ?? local : local
        client = Client(
            address: peer.address, port: peer.port, localAddress: asked.address, localPort: asked.port,
            transport: session == nil ? .tcp : .tls)
    }

    /// The length of the query that `input` begins with, with its length field; 2 until that is known.
    private var queryLength: Int {
        input.count < 2 ? 2 : 2 + (Int(input[0]) << 8 | Int(input[1]))
    }

    /// Whether `input`, which was completed, is a whole query.
    var holdsWholeQuery: Bool { input.count >= 2 && input.count == queryLength }

    /// Appends as much of `octets` as belongs to the query that `input` begins with; returns how much that was.
    ///
    /// Memory grows with what the client has sent, not with what it has announced.
    mutating func complete(with octets: Span<UInt8>) -> Int {
        var taken = 0
        while taken < octets.count, input.count < queryLength {
            let count = min(octets.count - taken, queryLength - input.count)
            input.append(octets.extracting(taken..<taken + count))
            taken += count
        }
        return taken
    }

    /// Keeps what is left of the octets that came.
    mutating func keep(_ octets: Span<UInt8>) {
        if octets.count > 0 { input.append(octets) }
    }

    /// Hands out `input`, and forgets it.
    mutating func takeInput() -> [UInt8] {
        defer { input = [] }
        return input
    }

    /// Sends as much of `output` as the kernel takes; empties it with the last octet.
    mutating func flush() -> Delivery {
        switch stream.socket.write(output.span.extracting(sent..<output.count)) {
        case .wait: return .waiting
        case .end, .failed: return .failed
        case .octets(let count): sent += count
        }
        guard sent == output.count else { return .waiting }
        output = []
        sent = 0
        return .sent
    }

    /// Lets go of all octets.
    mutating func forget() {
        input = []
        output = []
        sent = 0
        hasBacklog = false
        series = nil
    }
}

// MARK: Through TLS, where there is one

extension StreamConnection {
    /// What became of octets that were to be sent.
    enum Delivery {
        case sent
        /// The rest is in `output`.
        case waiting
        case failed
    }

    var isInHandshake: Bool { session?.state == .handshake }

    /// What came is not TLS, or not what this server accepts.
    var hasFailed: Bool { session?.state == .failed }

    /// No query will follow: the stream is broken, or the client has said so.
    var isOver: Bool {
        guard !isBroken, let state = session?.state else { return isBroken }
        return state == .ended || state == .failed
    }

    /// Reads what has come. With TLS it comes through `records`, and may say nothing (`octets(0)`).
    func read(into input: inout OctetBuffer, through records: inout OctetBuffer) -> Socket.Progress {
        guard let session else { return receive(into: &input) }
        let progress = receive(into: &records)
        guard case .octets(let count) = progress else { return progress }
        var room = input.room
        return .octets(session.receive(records.octets(0..<count), into: &room))
    }

    /// Reads what has come, whatever it says.
    func receive(into octets: inout OctetBuffer) -> Socket.Progress {
        var room = octets.room
        return stream.socket.read(into: &room)
    }

    /// Sends `responses`, and whatever TLS has to say, by one call, as far as the kernel takes it.
    mutating func send(_ responses: Span<UInt8>) -> Delivery {
        guard let session else { return transmit(responses) }
        if responses.count > 0 { session.send(responses) }
        defer { session.outbox.clear() }
        return session.outbox.withOctets { transmit($0) }
    }

    /// Tells the client that nothing more follows, if TLS has a word for it.
    func sayGoodbye() {
        // It would stand in the middle of what the client has not taken.
        guard let session, output.isEmpty else { return }
        session.close()
        // What the kernel does not take now, it does not take: nobody waits for it.
        _ = session.outbox.withOctets { stream.socket.write($0) }
        session.outbox.clear()
    }

    private mutating func transmit(_ octets: Span<UInt8>) -> Delivery {
        guard octets.count > 0 else { return .sent }
        var sent = 0
        switch stream.socket.write(octets) {
        case .octets(octets.count): return .sent
        case .octets(let count): sent = count
        case .wait: break
        case .end, .failed: return .failed
        }
        output.append(octets.extracting(sent..<octets.count))
        return .waiting
    }
}

extension [UInt8] {
    mutating func append(_ octets: Span<UInt8>) {
        let end = count
        append(contentsOf: [UInt8](repeating: 0, count: octets.count))
        var all = mutableSpan
        all.copy(octets, at: end)
    }
}
