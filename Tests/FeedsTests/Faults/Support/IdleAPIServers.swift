import Synchronization
import TestSupport

/// API servers that wait for the next test: to start one takes longer than most tests do.
enum IdleAPIServers {
    private static let idle = Mutex<[FakeAPIServer]>([])

    /// A server as if it had just been started.
    static func take(_ mode: FakeAPIServer.Mode) throws -> FakeAPIServer {
        let found = idle.withLock { idle in
            idle.firstIndex { $0.mode == mode }.map { idle.remove(at: $0) }
        }
        guard let found else { return try FakeAPIServer(mode) }
        try found.reset()
        found.write(token: "fake-token")
        return found
    }

    static func give(back server: FakeAPIServer) { idle.withLock { $0.append(server) } }
}
