import DNSWire
import Dispatch
import Posix
import TestSupport
import Testing

@testable import ClusterSetDNS

@Suite("When a zone changes, its secondaries", .timeLimit(.minutes(10)))
struct NotifyTests {
    private static let zone = Name("clusterset.local.") ?? .root

    /// What tells secondaries at a pace that suits tests.
    private let queue = DispatchQueue(label: "control")
    private let log = LogLines()

    private func notifier(patience: Int = 5000, interval: Int = 1, attempts: Int = 3) -> Notifier {
        let pace = Announcement.Pace(
            patience: .milliseconds(patience), interval: .milliseconds(interval), attempts: attempts)
        return Notifier(on: queue, pace: pace, logger: log.logger)
    }

    private func target(_ secondary: Secondary, source: SocketAddress? = nil) -> NotifyTarget {
        NotifyTarget(zone: Self.zone, address: secondary.address, source: source)
    }

    @Test("are told when the server starts, and when the serial moves, from where `source` says")
    func server() throws {
        let secondary = try Secondary()
        let source = Loopback.next().with(port: 0)
        let server = try RunningServer(
            clusterset("transfer {\nto \(secondary.address)\nsource \(source.host)\n}"),
            manifests: ["web.yaml": web("10.0.0.1")])
        let first = try secondary.message()
        #expect(first.message.opcode == .notify && first.message.flags == [.aa])
        #expect(first.message.questions == [Question(Self.zone, .soa)])
        #expect(first.peer.host == source.host)
        // While it is not answered, a change adds nothing; the answer lets the next one out.
        server.manifests.write("web.yaml", web("10.0.0.2"))
        try wait(for: "the change") {
            try server.answer("web.shop.svc.clusterset.local.") == [
                "web.shop.svc.clusterset.local. 5 IN A 10.0.0.2"
            ]
        }
        secondary.reply()
        let second = try secondary.message()
        #expect(second.message.questions == [Question(Self.zone, .soa)])
        secondary.reply()
        #expect(!server.process.output.contains("was not accepted"))
    }

    @Test("are told when a reload names them")
    func reload() throws {
        let secondary = try Secondary()
        let server = try RunningServer(clusterset(), manifests: ["web.yaml": web("10.0.0.1")])
        server.reload(clusterset("transfer {\nto * \(secondary.address)\n}"))
        let told1 = secondary.receive()?.message.opcode
        #expect(told1 == .notify)
        secondary.reply()
    }

    @Test("have one message to answer at a time, and one more however often it changed meanwhile")
    func coalescing() throws {
        let secondary = try Secondary()
        let notifier = notifier()
        queue.sync { notifier.replace(with: [target(secondary)], ready: [Self.zone]) }
        let first = try secondary.message()
        for _ in 0..<100 { queue.sync { notifier.announce(Self.zone) } }
        #expect(!secondary.hasMore)
        secondary.reply()
        let second = try secondary.message()
        #expect(second.message.id != first.message.id || second.peer != first.peer)
        secondary.reply()
        log.waits(for: "Sent notify for zone")
        // Nothing is due any more: the next message is that of the next change.
        queue.sync { notifier.announce(Self.zone) }
        let told2 = secondary.receive()?.message
        #expect(told2 != nil)
        #expect(!secondary.hasMore)
        queue.sync { notifier.replace(with: [], ready: []) }
    }

    @Test("that do not answer are told again, so many times, and with the next change from the beginning")
    func silence() throws {
        let secondary = try Secondary()
        let notifier = notifier(patience: 50)
        queue.sync { notifier.replace(with: [target(secondary)], ready: [Self.zone]) }
        for _ in 0..<3 {
            let message = secondary.receive()?.message
            #expect(message != nil)
        }
        log.waits(
            for:
                "warning notify for zone \"clusterset.local.\" was not accepted by \"\(secondary.address)\": \"no answer\""
        )
        #expect(!secondary.hasMore)
        queue.sync { notifier.announce(Self.zone) }
        let told3 = secondary.receive()?.message
        #expect(told3 != nil)
        secondary.reply()
        log.waits(for: "debug Sent notify")
        queue.sync { notifier.replace(with: [], ready: []) }
    }

    @Test("that refuse are told again")
    func refusal() throws {
        let secondary = try Secondary()
        let notifier = notifier()
        queue.sync { notifier.replace(with: [target(secondary)], ready: [Self.zone]) }
        for _ in 0..<3 {
            let told4 = secondary.receive()?.message
            #expect(told4 != nil)
            secondary.reply(.refused)
        }
        log.waits(for: "rcode was \"REFUSED\"")
        queue.sync { notifier.replace(with: [], ready: []) }
    }

    @Test("are believed only where ID and question are those that were sent")
    func forgery() throws {
        let secondary = try Secondary()
        let notifier = notifier(patience: 500, attempts: 1)
        queue.sync { notifier.replace(with: [target(secondary)], ready: [Self.zone]) }
        let told5 = secondary.receive()?.message
        #expect(told5 != nil)
        secondary.reply { $0.id &+= 1 }
        secondary.reply { $0.questions = [Question(.root, .soa)] }
        secondary.reply { $0.opcode = .query }
        secondary.reply { $0.flags = [] }
        log.waits(for: "no answer")
        queue.sync { notifier.replace(with: [], ready: []) }
    }

    @Test("are not told of a zone that is not there yet")
    func unready() throws {
        let secondary = try Secondary()
        let notifier = notifier()
        queue.sync { notifier.replace(with: [target(secondary)], ready: []) }
        #expect(!secondary.hasMore)
        queue.sync { notifier.announce(Name("other.example.") ?? .root) }
        #expect(!secondary.hasMore)
        queue.sync { notifier.announce(Self.zone) }
        let told6 = secondary.receive()?.message
        #expect(told6 != nil)
        queue.sync { notifier.replace(with: [], ready: []) }
    }

    @Test("that cannot be reached at all are an error like others")
    func unreachable() throws {
        let notifier = notifier(attempts: 2)
        let address = SocketAddress(ipv4: 0x7F00_0001, port: 9)
        let foreign = try #require(SocketAddress("192.0.2.1", port: 0))
        let target = NotifyTarget(zone: Self.zone, address: address, source: foreign)
        queue.sync { notifier.replace(with: [target], ready: [Self.zone]) }
        log.waits(for: "was not accepted by \"127.0.0.1:9\": \"bind")
        queue.sync { notifier.replace(with: [], ready: []) }
    }
}

/// A secondary as far as NOTIFY goes: a socket that is told, and may answer.
private final class Secondary {
    let address: SocketAddress
    private let socket: Socket
    private var datagrams = Datagrams()
    private var last: Message?

    init() throws {
        let wanted = Loopback.next().with(port: 0)
        let socket = try Socket(.datagram, for: wanted)
        try socket.bind(to: wanted)
        try socket.setReceiveTimeout(milliseconds: 20_000)
        address = try socket.localAddress()
        self.socket = socket
    }

    /// The next message and who sent it; nil when none comes.
    func receive() -> (message: Message, peer: SocketAddress)? {
        let received = datagrams.receive(from: socket)
        last = received?.message
        return received
    }

    /// The same; an error when none comes.
    func message() throws -> (message: Message, peer: SocketAddress) { try #require(receive()) }

    /// Whether another message is there already.
    var hasMore: Bool {
        guard let epoll = try? Epoll(), (try? epoll.add(socket.descriptor, token: 1)) != nil else {
            return false
        }
        var events = Epoll.Events()
        epoll.wait(into: &events, milliseconds: 0)
        return events.count > 0
    }

    /// Answers the last message, as `change` has it.
    func reply(_ rcode: RCode = .noerror, _ change: (inout Message) -> Void = { _ in }) {
        guard var message = last else { return }
        message.flags = [.qr, .aa]
        message.rcode = rcode
        change(&message)
        datagrams.reply(message.encoded(), on: socket)
    }
}

/// The datagram that came last, and the one that goes next.
private struct Datagrams: ~Copyable {
    private var inbox = DatagramInbox()
    private var outbox = DatagramOutbox()

    mutating func receive(from socket: borrowing Socket) -> (message: Message, peer: SocketAddress)? {
        guard (try? inbox.receive(from: socket)) != nil, inbox.count == 1,
            let message = try? Message(reading: inbox.octets(0))
        else { return nil }
        return (message, inbox.peer(0))
    }

    mutating func reply(_ octets: [UInt8], on socket: borrowing Socket) {
        var room = outbox.next
        for index in octets.indices { room[index] = octets[index] }
        outbox.reply(length: octets.count, to: 0, of: inbox)
        _ = outbox.send(on: socket)
    }
}
