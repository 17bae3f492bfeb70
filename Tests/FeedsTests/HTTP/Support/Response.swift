import Dispatch
import Feeds
import Synchronization
import Testing

/// Gathers a response, and lets a test wait for it.
final class Response: HTTPReceiver, Sendable {
    struct Known {
        var head: HTTPHead?
        var body: [UInt8] = []
        var failure: HTTPFailure?
        /// How often the end was told.
        var ends = 0
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What a test does from within a call.
    typealias Reaction = @Sendable () -> Void

    private let state = Mutex(Known())
    private let happened = DispatchSemaphore(value: 0)
    private let onHead: Reaction
    private let onBody: Reaction
    private let onEnd: Reaction

    init(
        onHead: @escaping Reaction = {}, onBody: @escaping Reaction = {}, onEnd: @escaping Reaction = {}
    ) {
        self.onHead = onHead
        self.onBody = onBody
        self.onEnd = onEnd
    }

    var known: Known { state.withLock { $0 } }

    func receive(_ head: HTTPHead) {
        state.withLock { $0.head = head }
        onHead()
        happened.signal()
    }

    func receive(_ octets: Span<UInt8>) {
        let octets = octets.indices.map { octets[$0] }
        state.withLock { $0.body += octets }
        onBody()
        happened.signal()
    }

    func end(_ failure: HTTPFailure?) {
        state.withLock {
            $0.failure = failure
            $0.ends += 1
        }
        onEnd()
        happened.signal()
    }

    /// Returns what is known once it has ended; an issue is recorded when it never does.
    @discardableResult
    func waitsForEnd(_ location: SourceLocation = #_sourceLocation) -> Known {
        waits(location) { $0.ends > 0 }
    }

    /// Returns what is known once `holds` says so.
    @discardableResult
    func waits(_ location: SourceLocation = #_sourceLocation, until holds: (Known) -> Bool) -> Known {
        while true {
            let known = known
            if holds(known) { return known }
            guard happened.wait(timeout: .now() + .seconds(20)) == .success else {
                Issue.record("the response stays at \(known)", sourceLocation: location)
                return known
            }
        }
    }
}
