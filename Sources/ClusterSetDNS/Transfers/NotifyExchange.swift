import DNSWire
import Dispatch
import Posix

/// One NOTIFY over UDP and the wait for its answer (RFC 1996 §3, §4). It ends with its owner. (Control queue only.)
///
/// `@unchecked Sendable`: what changes is touched by the handlers of its sources alone, which run on the control queue, where it
/// is made too.
final class NotifyExchange: @unchecked Sendable {
    /// What became of it.
    enum Outcome: Sendable {
        case answered(RCode)
        /// Why there is no answer, for people.
        case failed(String)
    }

    /// A socket that its source keeps open.
    private final class Port: Sendable {
        let socket: Socket

        /// A socket that hears from the target alone.
        init(to target: NotifyTarget) throws(SystemError) {
            let socket = try Socket(.datagram, for: target.address)
            try socket.setNonblocking()
            if let source = target.source { try socket.bind(to: source) }
            try socket.connect(to: target.address)
            self.socket = socket
        }
    }

    private let id = UInt16.random(in: 0...UInt16.max)
    private let question: Question
    private let port: Port
    private var sources: [ReadySource] = []
    private let ended: @Sendable (Outcome) -> Void
    private var isOver = false

    /// Sends the NOTIFY. `ended` is called once, on `queue`, when there is an answer, or none has come within `patience`.
    init(
        to target: NotifyTarget, patience: DispatchTimeInterval, on queue: DispatchQueue,
        ended: @escaping @Sendable (Outcome) -> Void
    ) throws(SystemError) {
        question = Question(target.zone, .soa)
        port = try Port(to: target)
        self.ended = ended
        sources = [
            try .readable(port.socket.descriptor, keeping: port, on: queue) { [weak self] in self?.receive()
            },
            .timer(after: patience, on: queue) { [weak self] in self?.end(.failed("no answer")) },
        ]
        let octets = Message(id: id, opcode: .notify, flags: [.aa], questions: [question]).encoded()
        if case .failed(let code) = port.socket.write(octets.span) {
            throw SystemError("send", code: code)
        }
    }

    private func receive() {
        var octets = [UInt8](repeating: 0, count: 4096)
        var room = octets.mutableSpan
        switch port.socket.read(into: &room) {
        case .octets(let count):
            // What is no answer to this NOTIFY is not from its target.
            guard let message = try? Message(reading: Array(octets[..<count])), message.id == id,
                message.flags.contains(.qr), message.opcode == .notify,
                message.questions.isEmpty || message.questions == [question]
            else { return }
            end(.answered(message.rcode))
        case .wait, .end: break
        case .failed(let code): end(.failed("\(SystemError("recv", code: code))"))
        }
    }

    private func end(_ outcome: Outcome) {
        guard !isOver else { return }
        isOver = true
        sources = []
        ended(outcome)
    }
}
