import Answering
import Posix
import RecordStore

/// The datagrams of one system call, on their way in and out.
struct DatagramBatch: ~Copyable {
    private var inbox = DatagramInbox()
    private var outbox = DatagramOutbox()
    private var outlines = InlineArray<32, QueryOutline>(repeating: QueryOutline())
    private var engine: Engine
    private let local: SocketAddress
    /// Whether each datagram has to tell which address it asked.
    private let isWildcard: Bool

    /// `local` is the address that is asked, or a wildcard.
    init(engine: consuming Engine, local: SocketAddress) {
        self.engine = engine
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
            let isTimed = isObserved || listener.isMetered
            let arrival = isTimed ? MonotonicClock.now() : 0
            let count = inbox.count
            for index in 0..<count {
                engine.read(
                    inbox.octets(index), isCut: inbox.isCut(index), for: listener, into: &outlines[index])
            }
            if count > 1, listener.isLarge { stage(count, in: section, for: listener) }
            let asksWho = listener.asksWho
            for index in 0..<count {
                let query = Query(
                    inbox.octets(index), outline: outlines[index],
                    client: asksWho ? client(index) : Client(unseen: .udp))
                var response = ResponseWriter(outbox.next)
                // By pattern: `==` of an enumeration of another module is a chain of calls.
                guard case .answered = engine.answer(query, in: section, for: listener, into: &response)
                else { continue }
                let length = response.count
                if isObserved {
                    let room = outbox.next
                    listener.observe(
                        query, response: room.span.extracting(0..<length),
                        seconds: Double(MonotonicClock.now() &- arrival) / 1e9)
                }
                outbox.reply(length: length, to: index, of: inbox)
            }
            if listener.isMetered {
                // They leave together: one look at the clock is enough for all.
                let duration = Int(truncatingIfNeeded: MonotonicClock.now() &- arrival)
                for index in 0..<count {
                    engine.note(nanoseconds: duration, of: outlines[index], for: listener)
                }
            }
        }
    }

    /// Has what the lookups of the batch will look at come from memory, all of it at once.
    private func stage(_ count: Int, in section: borrowing ReadSection, for listener: Listener) {
        for index in 0..<count { engine.touch(outlines[index], .home, in: section, for: listener) }
        for index in 0..<count { engine.touch(outlines[index], .owner, in: section, for: listener) }
    }

    private func client(_ index: Int) -> Client {
        let peer = inbox.peer(index)
        return Client(
            address: peer.address, port: peer.port,
            localAddress: isWildcard ? inbox.local(index).address : local.address,
            localPort: local.port, transport: .udp)
    }
}
