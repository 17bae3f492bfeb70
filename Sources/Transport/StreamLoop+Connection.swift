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
        var room = input.mutableSpan
        switch connection.socket.read(into: &room) {
        case .wait: return
        case .end, .failed: close(token)
        case .octets(let count):
            guard table.phase(token) != .closing else { return }
            answer(count, connection, token)
        }
    }

    /// Answers the first `count` octets of `input`, which continue what the connection holds.
    private mutating func answer(_ count: Int, _ connection: StreamConnection, _ token: Token) {
        var start = 0
        var result = FrameAnswerer.Result()
        if !connection.input.isEmpty {
            start = connection.complete(with: input.span.extracting(0..<count))
            guard connection.holdsWholeQuery else { return }
            let query = connection.takeInput()
            result = answerer.answer(query, in: query.indices, of: connection.client, reader)
        }
        if !result.isBroken {
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
            let backlog = connection.takeInput()
            let result = answerer.answer(
                backlog, in: backlog.indices, of: connection.client, reader)
            connection.keep(backlog.span.extracting(result.consumed..<backlog.count))
            send(connection, token, result)
        }
    }

    /// Sends the responses that were composed.
    private mutating func send(
        _ connection: StreamConnection, _ token: Token, _ result: FrameAnswerer.Result
    ) {
        connection.isBroken = result.isBroken
        connection.hasBacklog = result.isFull
        defer { answerer.clear() }
        let total = answerer.responses.count
        guard total > 0 else { return settle(connection, token) }
        switch answerer.send(on: connection.socket) {
        case .octets(total): settle(connection, token)
        case .octets(let count): wait(connection, token, unsent: count)
        case .wait: wait(connection, token, unsent: 0)
        case .end, .failed: close(token)
        }
    }

    /// Keeps the responses behind the first `sent` octets until the client takes them.
    private mutating func wait(_ connection: StreamConnection, _ token: Token, unsent sent: Int) {
        let responses = answerer.responses
        connection.keep(unsent: responses.extracting(sent..<responses.count))
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
        } else if connection.isBroken || isStopping {
            finish(connection, token)
        } else {
            table.move(token, to: connection.input.isEmpty ? .idle : .reading, now: now)
        }
    }

    /// Sends FIN and waits for the client's.
    mutating func finish(_ connection: StreamConnection, _ token: Token) {
        if !connection.output.isEmpty {
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
