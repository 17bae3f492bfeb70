import Answering
import Posix
import RecordStore

/// The datagrams of one system call, on their way in and out.
struct DatagramBatch: ~Copyable {
    private var inbox = DatagramInbox()
    private var outbox = DatagramOutbox()
    private var queries: QueryBatch
    private let local: SocketAddress
    /// Whether each datagram has to tell which address it asked.
    private let isWildcard: Bool

    /// `local` is the address that is asked, or a wildcard.
    init(engine: consuming Engine, local: SocketAddress) {
        queries = QueryBatch(engine: engine)
        self.local = local
        isWildcard = local.isWildcard
    }

    /// How many datagrams came.
    var count: Int { inbox.count }

    mutating func receive(from socket: borrowing Socket) throws(SystemError) {
        try inbox.receive(from: socket)
    }

    /// Sends the responses; returns how many the kernel refused.
    mutating func send(on socket: borrowing Socket) -> Int { outbox.send(on: socket) }

    /// Composes the responses, in one read section and in stages, so that what one lookup needs from memory
    /// arrives while the others are prepared.
    mutating func answer(from published: Published<Listener>, _ reader: borrowing Reader) {
        let section = ReadSection(reader)
        section.withValue(of: published) { listener in
            let isObserved = listener.isObserved
            let arrival = isObserved || listener.isMetered ? MonotonicClock.now() : 0
            let count = inbox.count
            for index in 0..<count {
                queries.read(
                    inbox.octets(index), as: index, isCut: inbox.isCut(index), for: listener)
            }
            queries.stage(count, in: section, for: listener)
            let asksWho = listener.asksWho
            for index in 0..<count {
                let disposition: Disposition
                if asksWho {
                    let client = client(index)
                    disposition = queries.answer(
                        index, inbox.octets(index), of: client, in: section, for: listener,
                        into: outbox.next)
                } else {
                    disposition = queries.answer(
                        index, inbox.octets(index), in: section, for: listener, into: outbox.next)
                }
                guard case .answered(let length) = disposition else { continue }
                if isObserved { observe(index, length: length, since: arrival, for: listener) }
                outbox.reply(length: length, to: index, of: inbox)
            }
            // They leave together: one look at the clock is enough for all.
            if listener.isMetered {
                queries.note(nanoseconds: MonotonicClock.now() &- arrival, of: count, for: listener)
            }
        }
    }

    /// Shows query `index` and its response, which is the next to be sent, to whoever observes them.
    private mutating func observe(_ index: Int, length: Int, since arrival: UInt64, for listener: Listener) {
        let query = queries.query(index, inbox.octets(index), of: client(index))
        let room = outbox.next
        listener.observe(
            query, response: room.span.extracting(0..<length),
            seconds: Double(MonotonicClock.now() &- arrival) / 1e9)
    }

    private func client(_ index: Int) -> Client {
        let peer = inbox.peer(index)
        return Client(
            address: peer.address, port: peer.port,
            localAddress: isWildcard ? inbox.local(index).address : local.address,
            localPort: local.port, transport: .udp)
    }
}
