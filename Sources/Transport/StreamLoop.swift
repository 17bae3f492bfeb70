import Answering
import Logging
import Posix
import RecordStore

/// What a stream worker does, and the state of all its connections.
///
/// A connection is either read or written: while a client does not take its responses, nothing more is read from
/// it, so that what it may make the server hold is bounded.
struct StreamLoop: ~Copyable {
    private typealias Token = ConnectionTable.Token
    private typealias Phase = StreamConnection.Phase

    private let worker: StreamWorker
    private var table = ConnectionTable()
    private var space: StreamWorkspace
    /// What TLS has for the present connection's client.
    private let outbox: TLSOutbox?
    /// How many more steps of handshakes are taken before the loop looks for what else is ready.
    private var handshakeSteps = 0
    /// Connections that have whole queries in hand: one turn for each, and then those that were ready later.
    private var backlogs: [Token] = []
    /// When there is something to do although nothing happens.
    private var deadline = UInt64.max
    /// When connections are accepted again, if they are not.
    private var acceptTime: UInt64?
    /// When to end at the latest, if to end.
    private var endTime: UInt64?
    private var events = Epoll.Events()

    init(of worker: StreamWorker, engine: consuming Engine, reader: consuming Reader) {
        self.worker = worker
        outbox = worker.security == nil ? nil : TLSOutbox()
        space = StreamWorkspace(of: worker, engine: engine, reader: reader)
    }

    mutating func run() {
        while !isDone {
            worker.epoll.wait(into: &events, milliseconds: patience)
            space.now = MonotonicClock.now()
            handshakeSteps = Self.handshakeStepLimit
            for index in 0..<events.count { handle(events[index]) }
            answerBacklogs()
            expire()
        }
        for place in table.occupied { close(place) }
    }

    private var isDone: Bool {
        guard let endTime else { return false }
        return table.count == 0 || space.now >= endTime
    }

    private mutating func handle(_ event: Epoll.Event) {
        switch event.token {
        case StreamWorker.listenerToken: if !space.isStopping { _ = accept() }
        case StreamWorker.wakeUpToken: beginToStop()
        case let token:
            guard let place = table.place(of: token) else { return }
            if table.phase(place) == .handshake {
                // A handshake costs as much as a hundred queries: those of the others come in between.
                guard handshakeSteps > 0 else { return }
                handshakeSteps -= 1
            }
            attend(to: .event(hasFailed: event.hasFailed), at: place)
        }
    }

    /// Gives a connection a turn, and does what that came to.
    private mutating func attend(to occasion: StreamConnection.Occasion, at place: Int) {
        switch table.attend(to: occasion, at: place, with: &space) {
        case nil, .unchanged: break
        case .wait(let phase): move(place, to: phase)
        case .turn:
            move(place, to: .idle)
            backlogs.append(table.token(place))
        case .end: close(place)
        }
    }

    /// Begins a phase, or the same one anew. A client that has to take responses first is not read.
    private mutating func move(_ place: Int, to phase: Phase) {
        let isWriting = phase == .writing
        if isWriting != (table.phase(place) == .writing), let connection = table[place] {
            worker.epoll.modify(
                connection.stream.socket.descriptor, token: table.token(place), reading: !isWriting,
                writing: isWriting)
        }
        table.move(place, to: phase, now: space.now)
    }

    /// Gives a turn to each connection that has something in hand.
    private mutating func answerBacklogs() {
        guard !backlogs.isEmpty else { return }
        let turns = backlogs
        backlogs = []
        for token in turns {
            if let place = table.place(of: token) { attend(to: .backlog, at: place) }
        }
    }

    /// Lets go of a connection.
    private mutating func close(_ place: Int) {
        table.remove(place)
        worker.setup.quota.leave()
    }

    /// Accepts those that wait for it, answers what has come by now, and has every connection end.
    private mutating func beginToStop() {
        worker.wakeUp.clear()
        guard endTime == nil else { return }
        while accept() {}
        worker.epoll.remove(worker.listener.descriptor)
        worker.listener.shutDownReading()
        acceptTime = nil
        endTime = space.now + 4_000_000_000
        space.isStopping = true
        for place in table.occupied { attend(to: .stop, at: place) }
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
        let place = table.insert(connection, in: session == nil ? .idle : .handshake, now: space.now)
        do throws(SystemError) {
            try worker.epoll.add(connection.stream.socket.descriptor, token: table.token(place))
        } catch {
            worker.tally.add(.acceptFailures)
            close(place)
        }
    }

    /// Closes the connection that has been idle longest, or else the one that is worth least; false if none is there.
    private mutating func evict(
        from phases: [Phase] = [.idle, .handshake, .closing, .reading, .writing]
    ) -> Bool {
        for phase in phases {
            guard let oldest = table.oldest(in: phase) else { continue }
            worker.tally.add(.connectionsEvicted)
            close(oldest.place)
            return true
        }
        return false
    }

    /// Leaves those that wait to the kernel for a tenth of a second, instead of failing again at once.
    private mutating func pause(_ error: SystemError) {
        worker.epoll.modify(
            worker.listener.descriptor, token: StreamWorker.listenerToken, reading: false, writing: false)
        acceptTime = space.now + 100_000_000
        guard worker.setup.shortage.may(space.now) else { return }
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
    /// How many milliseconds the loop may wait for events; nil: for ever.
    private var patience: Int? {
        guard backlogs.isEmpty else { return 0 }
        guard deadline != .max else { return nil }
        return deadline <= space.now ? 0 : Int((deadline - space.now) / 1_000_000) + 1
    }

    /// Does what is due, and notes when the next is.
    private mutating func expire() {
        if let acceptTime, space.now >= acceptTime { resume() }
        deadline = min(acceptTime ?? .max, endTime ?? .max)
        // `closing` comes last, where the others expire to.
        for phase in Phase.allCases {
            while let oldest = table.oldest(in: phase) {
                let end = oldest.since + worker.limit(of: phase)
                guard space.now >= end else {
                    deadline = min(deadline, end)
                    break
                }
                expire(oldest.place, phase)
            }
        }
    }

    private mutating func expire(_ place: Int, _ phase: Phase) {
        guard phase != .closing else { return close(place) }
        if phase == .handshake { worker.tally.add(.handshakeFailures) }
        attend(to: .deadline, at: place)
    }
}
