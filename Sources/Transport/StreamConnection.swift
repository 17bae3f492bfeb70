import Answering
import Posix
import RecordStore

/// One client's connection, as its worker keeps it. Memory for octets is held only while some are pending.
final class StreamConnection {
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

    let socket: Socket
    let client: Client
    /// What came and is not answered: the beginning of a query, or with `hasBacklog` perhaps whole queries first.
    private(set) var input: [UInt8] = []
    /// Responses, or with TLS what says them, that the kernel has not taken, or not wholly.
    private(set) var output: [UInt8] = []
    /// How much of `output` the kernel has taken.
    private var sent = 0
    var hasBacklog = false
    /// What the query before `input` is answered with, and since when, in nanoseconds; with `hasBacklog`.
    var series: (messages: any MessageSeries, since: UInt64)?
    /// The client has sent what is no query: the responses so far are the last.
    var isBroken = false
    /// What queries and responses go through; nil without TLS.
    private var session: TLSSession?

    init(
        _ connection: consuming Socket.Connection, local: SocketAddress, session: consuming TLSSession? = nil
    ) {
        let peer = connection.peer
        let transport = session == nil ? Client.Transport.tcp : .tls
        socket = connection.intoSocket()
        self.session = session
        let asked = local.isWildcard ? (try? socket.localAddress()) ?? local : local
        client = Client(
            address: peer.address, port: peer.port, localAddress: asked.address, localPort: asked.port,
            transport: transport)
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
    func complete(with octets: Span<UInt8>) -> Int {
        var taken = 0
        while taken < octets.count, input.count < queryLength {
            let count = min(octets.count - taken, queryLength - input.count)
            input.append(octets.extracting(taken..<taken + count))
            taken += count
        }
        return taken
    }

    /// Keeps what is left of the octets that came.
    func keep(_ octets: Span<UInt8>) {
        if octets.count > 0 { input.append(octets) }
    }

    /// Hands out `input`, and forgets it.
    func takeInput() -> [UInt8] {
        defer { input = [] }
        return input
    }

    /// Sends as much of `output` as the kernel takes; empties it with the last octet.
    func flush() -> Socket.Progress {
        let progress = socket.write(output.span.extracting(sent..<output.count))
        guard case .octets(let count) = progress else { return progress }
        sent += count
        if sent == output.count {
            output = []
            sent = 0
        }
        return progress
    }

    /// Lets go of all octets.
    func forget() {
        input = []
        output = []
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
    ///
    /// It takes arrays, because spans of two properties of one value cannot be lent at a time.
    func read(into input: inout [UInt8], through records: inout [UInt8]) -> Socket.Progress {
        guard session != nil else { return receive(into: &input) }
        let progress = receive(into: &records)
        guard case .octets(let count) = progress else { return progress }
        var room = input.mutableSpan
        return .octets(session?.receive(records.span.extracting(0..<count), into: &room) ?? 0)
    }

    /// Reads what has come, whatever it says.
    func receive(into octets: inout [UInt8]) -> Socket.Progress {
        var room = octets.mutableSpan
        return socket.read(into: &room)
    }

    /// Sends `responses`, and whatever TLS has to say, by one call, as far as the kernel takes it.
    func send(_ responses: Span<UInt8>) -> Delivery {
        guard let outbox = session?.outbox else { return transmit(responses) }
        if responses.count > 0 { session?.send(responses) }
        defer { outbox.clear() }
        return outbox.withOctets { transmit($0) }
    }

    /// Tells the client that nothing more follows, if TLS has a word for it.
    func sayGoodbye() {
        guard let outbox = session?.outbox else { return }
        session?.close()
        // What the kernel does not take now, it does not take: nobody waits for it.
        _ = outbox.withOctets { socket.write($0) }
        outbox.clear()
    }

    private func transmit(_ octets: Span<UInt8>) -> Delivery {
        guard octets.count > 0 else { return .sent }
        var sent = 0
        switch socket.write(octets) {
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
