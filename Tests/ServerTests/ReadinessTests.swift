import Logging
import Synchronization
import Testing
import Transport

@testable import ClusterSetDNS

/// A part of the server that a test makes ready, or not.
private final class Part: ReadinessReporter {
    let name: String
    private let isReady = Atomic(false)

    init(_ name: String) { self.name = name }

    func set(ready: Bool) { isReady.store(ready, ordering: .releasing) }

    var obstacle: String? { isReady.load(ordering: .acquiring) ? nil : "no list of \(name) yet" }
}

@Suite("The server is ready")
struct ReadinessTests {
    private let board = ReadinessBoard()
    private let one = Part("multicluster")
    private let other = Part("forward")

    @Test("when all its parts are; until then it is said which are not, and why", arguments: [false, true])
    func parts(isContinuous: Bool) {
        board.replace(with: [one, other], isContinuous: isContinuous)
        #expect(
            board.response()
                == HTTPResponse(
                    status: 503,
                    body: """
                        forward,multicluster
                        forward: no list of forward yet
                        multicluster: no list of multicluster yet
                        """))
        other.set(ready: true)
        #expect(
            board.response()
                == HTTPResponse(status: 503, body: "multicluster\nmulticluster: no list of multicluster yet"))
        one.set(ready: true)
        #expect(board.response() == .ok)
    }

    @Test("for good once it was, unless it is asked continuously", arguments: [false, true])
    func monitor(isContinuous: Bool) {
        board.replace(with: [one, other], isContinuous: isContinuous)
        one.set(ready: true)
        #expect(board.response().status == 503)
        one.set(ready: false)
        other.set(ready: true)
        #expect((board.response() == .ok) == !isContinuous)
        // A reload asks anew.
        board.replace(with: [one], isContinuous: isContinuous)
        #expect(board.response().status == 503)
    }

    @Test("only once it listens")
    func listening() {
        one.set(ready: true)
        board.replace(with: [one, other], isContinuous: false, isListening: false)
        #expect(board.response().body.hasPrefix("forward\n"))
        other.set(ready: true)
        #expect(board.response() == HTTPResponse(status: 503, body: "Not listening yet"))
        board.replace(with: [one, other], isContinuous: false)
        #expect(board.response() == .ok)
    }

    @Test("when it has no parts, and never again once it stops")
    func stopping() {
        #expect(board.response() == .ok)
        board.stop()
        #expect(board.response() == HTTPResponse(status: 503, body: "Shutting down"))
        board.replace(with: [], isContinuous: false)
        #expect(board.response().status == 503)
    }

    @Test("or says in the log that it is not, once a second at most")
    func log() {
        let text = Mutex("")
        let output = LineQueue(capacity: 4096) { octets in
            let lines = String(octets)
            text.withLock { $0 += lines }
        }
        let board = ReadinessBoard(
            logger: Logger(label: "plugin/ready") { TextLogHandler(component: $0, output: output) })
        board.replace(with: [one, other], isContinuous: true)
        for _ in 0..<100 { _ = board.response() }
        output.flush()
        let lines = text.withLock { $0 }.split(separator: "\n")
        #expect(lines.first == "[INFO] plugin/ready: Plugins not ready: \"forward,multicluster\"")
        #expect(lines.count < 20)
    }
}
