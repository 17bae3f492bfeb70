import Answering
import Posix

/// What becomes of a connection when it is its turn: read, answer, write.
extension StreamConnection {
    /// Why it has a turn.
    enum Occasion {
        /// It is ready for what it waits for, or has failed.
        case event(hasFailed: Bool)
        /// The others had their turns.
        case backlog
        /// It has waited for too long.
        case deadline
        /// The worker is to end.
        case stop
    }

    /// What it does next.
    enum Next {
        /// It goes on waiting, until the same time.
        case unchanged
        /// It waits for this, from now on.
        case wait(Phase)
        /// It has whole queries in hand, and another turn when the others had theirs.
        case turn
        /// It is to be let go.
        case end
    }

    /// Has its turn.
    mutating func attend(to occasion: Occasion, in phase: Phase, with space: inout StreamWorkspace) -> Next {
        switch occasion {
        // Nothing more is done for a client that is gone.
        case .event(hasFailed: true) where phase == .writing || hasBacklog: return .end
        case .event:
            switch phase {
            case .writing: return write(with: &space)
            case .closing: return discard(with: &space)
            case .handshake, .idle, .reading: return hasBacklog ? .unchanged : read(in: phase, with: &space)
            }
        case .backlog: return hasBacklog ? resume(with: &space) : .unchanged
        case .deadline: return finish()
        case .stop:
            guard phase != .writing, phase != .closing, !hasBacklog else { return .unchanged }
            return conclude(in: phase, with: &space)
        }
    }

    /// Answers what has come by now, and ends.
    private mutating func conclude(in phase: Phase, with space: inout StreamWorkspace) -> Next {
        switch read(in: phase, with: &space) {
        case .unchanged, .wait(.handshake), .wait(.idle), .wait(.reading): finish()
        case let next: next
        }
    }

    /// Reads once, answers what came, writes once.
    private mutating func read(in phase: Phase, with space: inout StreamWorkspace) -> Next {
        switch read(into: &space.input, through: &space.records) {
        case .wait: return .unchanged
        case .end, .failed:
            if isInHandshake { space.tally.add(.handshakeFailures) }
            return .end
        case .octets(let count):
            // A handshake has come to its end, whichever.
            if phase == .handshake, !isInHandshake {
                space.tally.add(hasFailed ? .handshakeFailures : .handshakes)
            }
            return count == 0 ? proceed(in: phase) : answer(count, in: phase, with: &space)
        }
    }

    private func discard(with space: inout StreamWorkspace) -> Next {
        switch receive(into: &space.input) {
        case .wait, .octets: .unchanged
        case .end, .failed: .end
        }
    }

    /// Answers the first `count` octets of the workspace's input, which continue what the connection holds.
    private mutating func answer(_ count: Int, in phase: Phase, with space: inout StreamWorkspace) -> Next {
        var start = 0
        var result = FrameAnswerer.Result()
        if !input.isEmpty {
            start = complete(with: space.input.octets(0..<count))
            guard holdsWholeQuery else { return proceed(in: phase) }
            let query = takeInput()
            result = space.answerer.answer(query.span, of: client, from: space.served, space.reader)
        }
        if result.opensSeries {
            keep(space.input.octets(start..<count))
        } else if !result.isBroken {
            result = space.answerer.answer(
                space.input, in: start..<count, of: client, from: space.served, space.reader)
            keep(space.input.octets(start + result.consumed..<count))
        }
        return send(result, with: &space)
    }

    /// Goes on with the queries that there was no room to answer, or with the series before them: a turn each, so that
    /// nobody waits for long.
    private mutating func resume(with space: inout StreamWorkspace) -> Next {
        guard series == nil else { return proceedWithSeries(with: &space) }
        let backlog = takeInput()
        let result = space.answerer.answer(backlog.span, of: client, from: space.served, space.reader)
        keep(backlog.span.extracting(result.consumed..<backlog.count))
        return send(result, with: &space)
    }

    /// Goes on with a response of many messages; it ends without its end when it has had its time.
    private mutating func proceedWithSeries(with space: inout StreamWorkspace) -> Next {
        guard let current = series, space.now < current.since + space.transferLimit else { return finish() }
        if !space.answerer.proceed(with: current.messages, space.reader) { series = nil }
        return send(with: &space)
    }

    /// Sends the responses that were composed, and notes what is left to do.
    private mutating func send(_ result: FrameAnswerer.Result, with space: inout StreamWorkspace) -> Next {
        isBroken = result.isBroken
        hasBacklog = result.isFull
        if result.opensSeries { series = space.answerer.takeSeries().map { ($0, space.now) } }
        return send(with: &space)
    }

    private mutating func send(with space: inout StreamWorkspace) -> Next {
        let delivery = send(space.answerer.responses)
        space.answerer.clear()
        return settle(delivery, with: &space)
    }

    private mutating func write(with space: inout StreamWorkspace) -> Next {
        let delivery = flush()
        guard case .waiting = delivery else { return settle(delivery, with: &space) }
        return .unchanged
    }

    /// What follows responses. Nothing more is read of a client before it has taken them.
    private mutating func settle(_ delivery: Delivery, with space: inout StreamWorkspace) -> Next {
        switch delivery {
        case .failed: return .end
        case .waiting: return .wait(.writing)
        case .sent: break
        }
        if hasBacklog { return .turn }
        if isOver || space.isStopping { return finish() }
        return .wait(isInHandshake ? .handshake : input.isEmpty ? .idle : .reading)
    }

    /// Sends what TLS has to say, where nothing is answered. No deadline moves, but that a handshake may have come to its
    /// end: who sends what is no part of a query does not win time by it.
    private mutating func proceed(in phase: Phase) -> Next {
        switch send(Span()) {
        case .failed: return .end
        case .waiting: return .wait(.writing)
        case .sent: break
        }
        if isOver { return finish() }
        return phase == .handshake && !isInHandshake ? .wait(.idle) : .unchanged
    }

    /// Sends FIN, and waits for the client's.
    private mutating func finish() -> Next {
        sayGoodbye()
        forget()
        stream.socket.shutDownWriting()
        return .wait(.closing)
    }
}
