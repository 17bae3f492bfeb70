import Answering
import Logging
import Posix
import RecordStore

/// What a stream worker does, and the state of all its connections.
///
/// A connection is either read or written: while a client does not take its responses, nothing more is read from
/// it, so that what it may make the server hold is bounded.
struct StreamLoop: ~Copyable {
    typealias Token = ConnectionTable.Token

    let worker: StreamWorker
    let reader: Reader
    var table = ConnectionTable()
    var answerer: FrameAnswerer
    /// What the present connection's read gave.
    var input = [UInt8](repeating: 0, count: 64 * 1024)
    /// What it came through: with the beginning of a record that came before, no more than `input` has room for.
    var records: [UInt8] = []
    /// What TLS has for the present connection's client.
    private let outbox: TLSOutbox?
    /// How many more steps of handshakes are taken before the loop looks for what else is ready.
    private var handshakeSteps = 0
    /// Connections that have whole queries in hand: one turn for each, and then those that were ready later.
    var backlogs: [Token] = []
    /// The time, in nanoseconds, when the loop last woke up.
    var now = MonotonicClock.now()
    /// When connections are accepted again, if they are not.
    private var acceptTime: UInt64?
    /// When to end at the latest, if to end.
    private var endTime: UInt64?
    private var events = Epoll.Events()

    init(of worker: StreamWorker, engine: consuming Engine, reader: consuming Reader) {
        self.reader = reader
        self.worker = worker
        answerer = FrameAnswerer(engine: engine, published: worker.served)
        outbox = worker.security == nil ? nil : TLSOutbox()
        if outbox != nil { records = [UInt8](repeating: 0, count: input.count - TLSSession.longestRecord) }
    }

    var isStopping: Bool { endTime != nil }

    mutating func run() {
        while !isDone {
            worker.epoll.wait(into: &events, milliseconds: patience)
            now = MonotonicClock.now()
            handshakeSteps = Self.handshakeStepLimit
            for index in 0..<events.count { handle(events[index]) }
            answerBacklogs()
            expire()
        }
        for token in table.tokens { close(token) }
    }

    private var isDone: Bool {
        guard let endTime else { return false }
        return table.count == 0 || now >= endTime
    }

    private mutating func handle(_ event: Epoll.Event) {
        switch event.token {
        case StreamWorker.listenerToken: if !isStopping { _ = accept() }
        case StreamWorker.wakeUpToken: beginToStop()
        case let token:
            guard let connection = table[token] else { return }
            if connection.isInHandshake {
                // A handshake costs as much as a hundred queries: those of the others come in between.
                guard handshakeSteps > 0 else { return }
                handshakeSteps -= 1
            }
            attend(to: connection, token, event)
        }
    }

    /// Accepts those that wait for it, answers what has come by now, and has every connection end.
    private mutating func beginToStop() {
        worker.wakeUp.clear()
        guard endTime == nil else { return }
        while accept() {}
        worker.epoll.remove(worker.listener.descriptor)
        worker.listener.shutDownReading()
        acceptTime = nil
        endTime = now + 4_000_000_000
        for token in table.tokens {
            guard let connection = table[token], connection.output.isEmpty, !connection.hasBacklog,
                table.phase(token) != .closing
            else { continue }
            read(connection, token)
            // Nothing had come.
            let waits = [.idle, .reading, .handshake].contains(table.phase(token))
            if waits, !connection.hasBacklog { finish(connection, token) }
        }
    }
}

// MARK: Accepting

extension StreamLoop {
    private static var handshakeStepLimit: Int { 8 }

    /// How many are accepted at once: with TLS no more than can go on with their handshakes.
    private var acceptLimit: Int { worker.security == nil ? 64 : Self.handshakeStepLimit / 2 }

    /// Accepts some of those that wait; false if no more do, or there is nothing to accept them with.
    private mutating func accept() -> Bool {
        var hasAccepted = false
        var hasEvicted = false
        for _ in 0..<acceptLimit {
            do throws(SystemError) {
                admit(try worker.listener.accept())
                hasAccepted = true
            } catch {
                if error.isWait { return false }
                if error.isPassing { continue }
                // The kernel looks for a descriptor first: that it has none does not mean that someone waits.
                if error.isShortage, hasAccepted { return false }
                worker.tally.add(.acceptFailures)
                guard error.isShortage, !hasEvicted, evict() else {
                    pause(error)
                    return false
                }
                hasEvicted = true
            }
        }
        return true
    }

    private mutating func admit(_ accepted: consuming Socket.Connection) {
        if table.count(in: .handshake) >= worker.setup.limits.handshakes { _ = evict(from: [.handshake]) }
        // Never more than one beyond the quota: the oldest makes room before the newest comes.
        if !worker.setup.quota.enter() { _ = evict() }
        var session: TLSSession?
        if let security = worker.security {
            if let outbox, let context = security.current { session = TLSSession(of: context, to: outbox) }
            guard session != nil else {
                worker.tally.add(.acceptFailures)
                return worker.setup.quota.leave()
            }
        }
        let connection = StreamConnection(accepted, local: worker.local, session: session)
        let phase: StreamConnection.Phase = connection.isInHandshake ? .handshake : .idle
        let token = table.insert(connection, in: phase, now: now)
        do throws(SystemError) {
            try worker.epoll.add(connection.socket.descriptor, token: token)
        } catch {
            worker.tally.add(.acceptFailures)
            close(token)
        }
    }

    /// Closes the connection that has been idle longest, or else the one that is worth least; false if none is there.
    private mutating func evict(
        from phases: [StreamConnection.Phase] = [.idle, .handshake, .closing, .reading, .writing]
    ) -> Bool {
        for phase in phases {
            guard let oldest = table.oldest(in: phase) else { continue }
            worker.tally.add(.connectionsEvicted)
            close(oldest.token)
            return true
        }
        return false
    }

    /// Leaves those that wait to the kernel for a tenth of a second, instead of failing again at once.
    private mutating func pause(_ error: SystemError) {
        worker.epoll.modify(
            worker.listener.descriptor, token: StreamWorker.listenerToken, reading: false, writing: false)
        acceptTime = now + 100_000_000
        guard worker.setup.shortage.may(now) else { return }
        worker.setup.logger.warning("cannot accept", metadata: ["error": "\(error)"])
    }

    private mutating func resume() {
        acceptTime = nil
        worker.epoll.modify(
            worker.listener.descriptor, token: StreamWorker.listenerToken, reading: true, writing: false)
    }
}

// MARK: Deadlines

extension StreamLoop {
    private func limit(_ phase: StreamConnection.Phase) -> UInt64 {
        let limits = worker.limits
        return switch phase {
        case .handshake: limits.handshake
        case .idle: worker.setup.quota.isCrowded ? limits.idle / 5 : limits.idle
        case .reading: limits.read
        case .writing: limits.write
        case .closing: limits.linger
        }
    }

    /// How many milliseconds the loop may wait for events; nil: for ever.
    private var patience: Int? {
        guard backlogs.isEmpty else { return 0 }
        var next = min(acceptTime ?? .max, endTime ?? .max)
        for phase in StreamConnection.Phase.allCases {
            guard let oldest = table.oldest(in: phase) else { continue }
            next = min(next, oldest.since + limit(phase))
        }
        guard next != .max else { return nil }
        return next <= now ? 0 : Int((next - now) / 1_000_000) + 1
    }

    /// Does what is due.
    private mutating func expire() {
        if let acceptTime, now >= acceptTime { resume() }
        for phase in StreamConnection.Phase.allCases {
            let limit = limit(phase)
            while let oldest = table.oldest(in: phase), now >= oldest.since + limit {
                expire(oldest.token, phase)
            }
        }
    }

    private mutating func expire(_ token: Token, _ phase: StreamConnection.Phase) {
        guard phase != .closing, let connection = table[token] else { return close(token) }
        if phase == .handshake { worker.tally.add(.handshakeFailures) }
        finish(connection, token)
    }
}
