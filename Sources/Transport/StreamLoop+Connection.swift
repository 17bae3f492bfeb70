import Answering
import Posix

/// What becomes of one connection: read, answer, write.
extension StreamLoop {
    /// Does what an event asks for.
    mutating func attend(to connection: StreamConnection, _ token: Token, _ event: Epoll.Event) {
        if !connection.output.isEmpty {
            // Nothing more is done for a client that is gone.
            guard !event.hasFailed else { return close(token) }
            return write(connection, token)
        }
        guard !connection.hasBacklog else {
            if event.hasFailed { close(token) }
            return
        }
        read(connection, token)
    }

    /// Reads once, answers what came, writes once.
    mutating func read(_ connection: StreamConnection, _ token: Token) {
        let isClosing = table.phase(token) == .closing
        switch isClosing
            ? connection.receive(into: &input) : connection.read(into: &input, through: &records)
        {
        case .wait: return
        case .end, .failed:
            if !isClosing, connection.isInHandshake { worker.tally.add(.handshakeFailures) }
            close(token)
        case .octets where isClosing: return
        case .octets(let count):
            noteHandshake(of: connection, token)
            if count == 0 { proceed(connection, token) } else { answer(count, connection, token) }
        }
    }

    /// Counts a handshake that has come to its end, whichever.
    private func noteHandshake(of connection: StreamConnection, _ token: Token) {
        guard table.phase(token) == .handshake, !connection.isInHandshake else { return }
        worker.tally.add(connection.hasFailed ? .handshakeFailures : .handshakes)
    }

    /// Answers the first `count` octets of `input`, which continue what the connection holds.
    private mutating func answer(_ count: Int, _ connection: StreamConnection, _ token: Token) {
        var start = 0
        var result = FrameAnswerer.Result()
        if !connection.input.isEmpty {
            start = connection.complete(with: input.span.extracting(0..<count))
            guard connection.holdsWholeQuery else { return proceed(connection, token) }
            let query = connection.takeInput()
            result = answerer.answer(query, in: query.indices, of: connection.client, reader)
        }
        if result.series != nil {
            connection.keep(input.span.extracting(start..<count))
        } else if !result.isBroken {
            result = answerer.answer(input, in: start..<count, of: connection.client, reader)
            connection.keep(input.span.extracting(start + result.consumed..<count))
        }
        send(connection, token, result)
    }

    /// Goes on with the queries that there was no room to answer: one turn each, so that nobody waits for long.
    mutating func answerBacklogs() {
        guard !backlogs.isEmpty else { return }
        let turns = backlogs
        backlogs = []
        for token in turns {
            guard let connection = table[token], connection.hasBacklog else { continue }
            guard connection.series == nil else {
                proceed(with: connection, token)
                continue
            }
            let backlog = connection.takeInput()
            let result = answerer.answer(
                backlog, in: backlog.indices, of: connection.client, reader)
            connection.keep(backlog.span.extracting(result.consumed..<backlog.count))
            send(connection, token, result)
        }
    }

    /// Goes on with a response of many messages, by one turn; it ends without its end when it has had its time.
    private mutating func proceed(with connection: StreamConnection, _ token: Token) {
        guard let series = connection.series, now < series.since + worker.limits.transfer else {
            return finish(connection, token)
        }
        if !answerer.proceed(with: series.messages, reader) { connection.series = nil }
        send(connection, token)
    }

    /// Sends the responses that were composed, and notes what is left to do.
    private mutating func send(
        _ connection: StreamConnection, _ token: Token, _ result: FrameAnswerer.Result
    ) {
        connection.isBroken = result.isBroken
        connection.hasBacklog = result.isFull
        connection.series = result.series.map { ($0, now) }
        send(connection, token)
    }

    private mutating func send(_ connection: StreamConnection, _ token: Token) {
        defer { answerer.clear() }
        switch connection.send(answerer.responses) {
        case .sent: settle(connection, token)
        case .waiting: wait(connection, token)
        case .failed: close(token)
        }
    }

    /// Sends what TLS has to say, where nothing is answered. No deadline moves, but that a handshake may have come to its
    /// end: who sends what is no part of a query does not win time by it.
    private mutating func proceed(_ connection: StreamConnection, _ token: Token) {
        switch connection.send(Span()) {
        case .failed: return close(token)
        case .waiting: return wait(connection, token)
        case .sent: break
        }
        if connection.isOver {
            finish(connection, token)
        } else if table.phase(token) == .handshake, !connection.isInHandshake {
            table.move(token, to: .idle, now: now)
        }
    }

    /// Reads no more of a client before it has taken its responses.
    private mutating func wait(_ connection: StreamConnection, _ token: Token) {
        worker.epoll.modify(connection.socket.descriptor, token: token, reading: false, writing: true)
        table.move(token, to: .writing, now: now)
    }

    private mutating func write(_ connection: StreamConnection, _ token: Token) {
        switch connection.flush() {
        case .wait: return
        case .end, .failed: return close(token)
        case .octets: break
        }
        guard connection.output.isEmpty else { return }
        worker.epoll.modify(connection.socket.descriptor, token: token, reading: true, writing: false)
        settle(connection, token)
    }

    /// All responses are out: what next?
    private mutating func settle(_ connection: StreamConnection, _ token: Token) {
        if connection.hasBacklog {
            table.move(token, to: .idle, now: now)
            backlogs.append(token)
        } else if connection.isOver || isStopping {
            finish(connection, token)
        } else if connection.isInHandshake {
            table.move(token, to: .handshake, now: now)
        } else {
            table.move(token, to: connection.input.isEmpty ? .idle : .reading, now: now)
        }
    }

    /// Sends FIN and waits for the client's.
    mutating func finish(_ connection: StreamConnection, _ token: Token) {
        if connection.output.isEmpty {
            connection.sayGoodbye()
        } else {
            worker.epoll.modify(connection.socket.descriptor, token: token, reading: true, writing: false)
        }
        connection.forget()
        connection.socket.shutDownWriting()
        table.move(token, to: .closing, now: now)
    }

    /// Lets go of a connection.
    mutating func close(_ token: Token) {
        table.remove(token)
        worker.setup.quota.leave()
    }
}
