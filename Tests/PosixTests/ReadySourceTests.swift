import Dispatch
import Glibc
import Posix
import Testing

@Suite("A ready source")
struct ReadySourceTests {
    private let queue = DispatchQueue(label: "test")

    @Test("It may be cancelled again, and at once")
    func cancel() {
        let source = ReadySource.timer(after: .seconds(60), on: queue) {}
        source.cancel()
        source.cancel()
    }

    @Test("Its owner's end is its end")
    func dropped() {
        for _ in 0..<100 { _ = ReadySource.timer(after: .nanoseconds(1), on: queue) {} }
    }

    @Test("A timer calls its handler, again and again if it repeats")
    func timer() async {
        let (ticks, continuation) = AsyncStream.makeStream(of: Void.self)
        let source = ReadySource.timer(after: .milliseconds(1), repeats: true, on: queue) {
            continuation.yield()
        }
        var count = 0
        for await _ in ticks {
            count += 1
            if count == 3 { break }
        }
        source.cancel()
        #expect(count == 3)
    }

    @Test("A readable descriptor calls its handler, and stays open until the source has let go of it")
    func readable() async throws {
        let (calls, continuation) = AsyncStream.makeStream(of: Bool.self)
        let directory = try TemporaryDirectory()
        let inotify = try Inotify()
        _ = try inotify.watch(directory.path, [.created])
        weak let kept = inotify
        let source = try ReadySource.readable(inotify.descriptor, keeping: inotify, on: queue) {
            [weak inotify] in
            continuation.yield((try? inotify?.drain())?.first?.name == "a")
        }
        directory.write("a")
        for await isRight in calls {
            #expect(isRight)
            break
        }
        #expect(kept != nil)
        // Safe: unlink reads a string that ends with a zero octet.
        unsafe unlink("\(directory.path)/a")
        source.cancel()
    }

    @Test("A signal calls its handler instead of ending the process")
    func signal() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let arrived = DispatchSemaphore(value: 0)
            let source = try ReadySource.signal(SIGTERM, on: DispatchQueue(label: "signals")) {
                arrived.signal()
            }
            kill(getpid(), SIGTERM)
            let result = arrived.wait(timeout: .now() + 20)
            withExtendedLifetime(source) {}
            exit(result == .success ? 7 : 8)
        }
    }
}
