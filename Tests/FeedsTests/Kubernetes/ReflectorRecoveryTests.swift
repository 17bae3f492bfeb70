import ClusterSet
import Testing

@testable import Feeds

/// How watches go on after something went wrong, with a clock of their own.
struct ReflectorRecoveryTests {
    private let second: UInt64 = 1_000_000_000

    /// A reflector whose watch, begun at resource version 5 at `now`, has been accepted.
    private func watching(at now: UInt64) -> Reflector {
        var reflector = Reflector(kind: .endpointSlices, seed: 1)
        reflector.start(now: now - second)
        _ = reflector.take(.bookmark(resourceVersion: "5", isInitialEnd: true), now: now)
        _ = reflector.expired(now: now)
        reflector.accepted(now: now)
        #expect(reflector.request == .watch(from: "5"))
        return reflector
    }

    private func bookmark(_ version: String) -> WatchEvent {
        .bookmark(resourceVersion: version, isInitialEnd: false)
    }

    @Test(
        "A watch that breaks off goes on where it was, not where it began",
        arguments: [
            Reflector.Ending.broken("reset"), .malformed("line 3"), .unreachable("refused"),
            .status(code: 500, message: "", retryAfter: nil),
        ])
    func resume(ending: Reflector.Ending) {
        var reflector = watching(at: 10 * second)
        _ = reflector.take(bookmark("8"), now: 12 * second)
        _ = reflector.ended(ending, now: 13 * second)
        _ = reflector.expired(now: reflector.deadline)
        #expect(reflector.request == .watch(from: "8"))
    }

    @Test("What was accepted and went well for a second begins the waits anew")
    func backOff() {
        var reflector = watching(at: 10 * second)
        _ = reflector.ended(.broken("reset"), now: 10 * second)
        _ = reflector.expired(now: reflector.deadline)
        _ = reflector.ended(.broken("reset"), now: 50 * second)
        #expect(reflector.deadline - 50 * second > 5 * second)
        let begun = reflector.deadline
        _ = reflector.expired(now: begun)
        reflector.accepted(now: begun)
        _ = reflector.ended(.broken("reset"), now: begun + second)
        #expect(reflector.deadline - begun - second <= second / 2)
    }

    @Test("Watches that end at once are not asked for without end, whatever they say before")
    func chatter() {
        var reflector = watching(at: 10 * second)
        _ = reflector.take(bookmark("6"), now: 10 * second)
        _ = reflector.ended(.complete, now: 10 * second)
        #expect(reflector.request == nil && reflector.deadline > 10 * second)
    }

    @Test("Errors that come as events make the waits longer")
    func errorEvents() {
        var reflector = watching(at: 10 * second)
        var now = 10 * second
        for _ in 0..<30 {
            _ = reflector.take(.error(APIStatus(code: 500, reason: "", message: "")), now: now)
            now = reflector.deadline
            _ = reflector.expired(now: now)
            reflector.accepted(now: now)
        }
        _ = reflector.take(.error(APIStatus(code: 500, reason: "", message: "")), now: now)
        #expect(reflector.deadline - now > 5 * second)
    }
}
