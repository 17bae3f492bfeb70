import Dispatch
package import Feeds
import Synchronization
package import Testing

/// Gathers a response, and lets a test wait for it.
package final class Response: HTTPReceiver, Sendable {
    package struct Known {
        package var head: HTTPHead?
        package var body: [UInt8] = []
        package var failure: HTTPFailure?
        /// How often the end was told.
        package var ends = 0
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What a test does from within a call.
    package typealias Reaction = @Sendable () -> Void

    private let state = Mutex(Known())
    private let happened = DispatchSemaphore(value: 0)
    private let onHead: Reaction
    private let onBody: Reaction
    private let onEnd: Reaction

    package init(
        onHead: @escaping Reaction = {}, onBody: @escaping Reaction = {}, onEnd: @escaping Reaction = {}
    ) {
        self.onHead = onHead
        self.onBody = onBody
        self.onEnd = onEnd
    }

    package var known: Known { state.withLock { $0 } }

    package func receive(_ head: HTTPHead) {
        state.withLock { $0.head = head }
        onHead()
        happened.signal()
    }

    package func receive(_ octets: Span<UInt8>) {
        let octets = octets.indices.map { octets[$0] }
        state.withLock { $0.body += octets }
        onBody()
        happened.signal()
    }

    package func end(_ failure: HTTPFailure?) {
        state.withLock {
            $0.failure = failure
            $0.ends += 1
        }
        onEnd()
        happened.signal()
    }

    /// Returns what is known once it has ended; an issue is recorded when it never does.
    @discardableResult
    package func waitsForEnd(_ location: SourceLocation = #_sourceLocation) -> Known {
        waits(location) { $0.ends > 0 }
    }

    /// Returns what is known once `holds` says so.
    @discardableResult
    package func waits(_ location: SourceLocation = #_sourceLocation, until holds: (Known) -> Bool) -> Known {
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
