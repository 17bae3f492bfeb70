import Answering
import Posix
import RecordStore

/// One client's connection, as its worker keeps it. Memory for octets is held only while some are pending.
final class StreamConnection {
    /// What it waits for. It waits for one thing at a time, so that it has one deadline.
    enum Phase: Int, CaseIterable {
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
    /// What came and is not answered: the beginning of a query, or with `hasBacklog` whole queries first.
    private(set) var input: [UInt8] = []
    /// Responses that the kernel has not taken, or not wholly.
    private(set) var output: [UInt8] = []
    /// How much of `output` the kernel has taken.
    private var sent = 0
    var hasBacklog = false
    /// The client has sent what is no query: the responses so far are the last.
    var isBroken = false

    init(_ connection: consuming Socket.Connection, local: SocketAddress) {
        let peer = connection.peer
        socket = connection.intoSocket()
        let asked = local.isWildcard ? (try? socket.localAddress()) ?? local : local
        client = Client(
            address: peer.address, port: peer.port, localAddress: asked.address, localPort: asked.port,
            transport: .tcp)
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

    /// Keeps what the kernel did not take.
    func keep(unsent octets: Span<UInt8>) { output.append(octets) }

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
