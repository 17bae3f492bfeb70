import Answering
import DNSWire
import Glibc
import Posix
import TestSupport
import Testing

@testable import Transport

@Suite("Short of descriptors, the server")
struct ShortageTests {
    @Test("closes idle connections for new ones")
    func eviction() async {
        await #expect(processExitsWith: .success) {
            let server = try TestServer()
            let clients = try Sockets(count: 12)
            limitDescriptors(spare: 4)
            for client in clients.all {
                try client.socket.connect(to: server.address)
                let id = ask(client.socket)
                #expect(id == 9)
            }
            // One goes for each that comes when there are four, and no more.
            #expect((1...8).contains(server.listeners.statistics.total(.connectionsEvicted)))
        }
    }

    @Test("answers UDP meanwhile, waits, and accepts when there are some again")
    func pause() async {
        await #expect(processExitsWith: .success) {
            let server = try TestServer()
            let clients = try Sockets(count: 2)
            let datagrams = try TestClient(.datagram, to: server.address)
            limitDescriptors(spare: 0)
            try clients.all[0].socket.connect(to: server.address)
            _ = clients.all[0].socket.write(Message.frame(Message.query(9)).span)
            wait(for: "the second attempt") { server.listeners.statistics.total(.acceptFailures) >= 2 }
            datagrams.send(Message.query(10))
            let response = datagrams.datagram()
            #expect(Message.id(of: response) == 10)
            // Ten attempts in a second, not as many as a core can make.
            #expect(server.listeners.statistics.total(.acceptFailures) < 1000)

            DescriptorLimit.raise()
            let first = read(clients.all[0].socket)
            #expect(first == 9)
            try clients.all[1].socket.connect(to: server.address)
            let second = ask(clients.all[1].socket)
            #expect(second == 9)
        }
    }

    @Test("keeps no descriptor of a connection or an address that is gone")
    func leaks() async {
        await #expect(processExitsWith: .success) {
            var limits = StreamLimits()
            limits.linger = 10_000_000
            // The process opens and closes a few of its own at any time; what a leak leaves is many more.
            let before = openDescriptors() + 10
            do {
                let server = try TestServer(workers: 2, limits: limits)
                let first = try server.point("127.0.0.1")
                let second = try server.point("127.0.0.2")
                for round in 0..<50 {
                    let client = try TestClient(.stream, to: server.address)
                    switch round % 5 {
                    case 0: client.send(Message.frames(0..<100, .txt))
                    case 1: client.send([0, 40, 1])
                    case 2: client.socket.shutDownWriting()
                    case 3: client.send([0, 0])
                    default: client.send(Message.frames(0..<10))
                    }
                    try server.listeners.update(to: round % 2 == 0 ? [first, second] : [first])
                }
                // Two sockets, an epoll instance and an event counter for each of two workers.
                settles { openDescriptors() <= before + 8 }
                withExtendedLifetime(server) {}
            }
            settles { openDescriptors() <= before }
        }
    }
}

/// Unconnected TCP sockets, made while there are descriptors.
private final class Sockets {
    final class One {
        let socket: Socket
        init() throws {
            let address = try #require(SocketAddress("127.0.0.1", port: 0))
            let socket = try Socket(.stream, for: address)
            try socket.setReceiveTimeout(milliseconds: 20_000)
            self.socket = socket
        }
    }

    let all: [One]
    init(count: Int) throws { all = try (0..<count).map { _ in try One() } }
}

/// Sends one query, and gives the ID of the response.
private func ask(_ socket: borrowing Socket) -> UInt16? {
    guard case .octets = socket.write(Message.frame(Message.query(9)).span) else { return nil }
    return read(socket)
}

private func read(_ socket: borrowing Socket) -> UInt16? {
    var octets = [UInt8](repeating: 0, count: 512)
    var room = octets.mutableSpan
    guard case .octets(let count) = socket.read(into: &room), count > 2 else { return nil }
    return Message.id(of: Array(octets[2..<count]))
}

/// Leaves the process `spare` descriptors more than it has: all others are taken.
private func limitDescriptors(spare: Int) {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    // Safe: the calls read and write one `rlimit`.
    _ = unsafe getrlimit(resource, &limit)
    limit.rlim_cur = 256
    _ = unsafe setrlimit(resource, &limit)
    var taken: [CInt] = []
    while true {
        let number = dup(0)
        guard number >= 0 else { break }
        taken.append(number)
    }
    for number in taken.suffix(spare) { close(number) }
}

/// How many sockets, epoll instances and event counters are open: what the tests' own machinery does not use.
private func openDescriptors() -> Int {
    (0..<1024).count { number in
        var target = [UInt8](repeating: 0, count: 64)
        // Safe: readlink writes at most `count` octets into the array, which lives throughout.
        let count = unsafe target.withUnsafeMutableBufferPointer { area in
            unsafe area.withMemoryRebound(to: CChar.self) { letters in
                guard let start = letters.baseAddress else { return 0 }
                return unsafe readlink("/proc/self/fd/\(number)", start, letters.count)
            }
        }
        let text = String(decoding: target.prefix(max(0, count)), as: UTF8.self)
        return text.hasPrefix("socket:") || text.hasPrefix("anon_inode:[event")
    }
}

/// Waits until `condition` holds, twenty seconds at most.
private func settles(
    _ condition: () -> Bool, _ location: SourceLocation = #_sourceLocation
) {
    let end = MonotonicClock.now() + 20_000_000_000
    while !condition(), MonotonicClock.now() < end { MonotonicClock.sleep(milliseconds: 10) }
    #expect(condition(), sourceLocation: location)
}
