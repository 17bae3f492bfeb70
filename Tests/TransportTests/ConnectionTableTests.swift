import Posix
import Testing

@testable import Transport

@Suite("The table of connections")
struct ConnectionTableTests {
    typealias Phase = StreamConnection.Phase

    @Test("knows who has been in a phase longest, whatever moves")
    func order() throws {
        let connections = try Connections()
        var table = ConnectionTable()
        // What the table must say, kept the slow way: in order of arrival.
        var expected: [(place: Int, phase: Phase, since: UInt64)] = []
        var random = SystemRandomNumberGenerator()
        for now in UInt64(0)..<2000 {
            let choice = expected.isEmpty ? 0 : Int.random(in: 0..<3, using: &random)
            if choice == 0, expected.count < 30 {
                expected.append((table.insert(try connections.make(), now: now), .idle, now))
            } else if choice == 1, let moved = expected.randomElement(using: &random) {
                let phase = Phase.allCases.randomElement(using: &random) ?? .idle
                table.move(moved.place, to: phase, now: now)
                expected.removeAll { $0.place == moved.place }
                expected.append((moved.place, phase, now))
            } else if let removed = expected.randomElement(using: &random) {
                table.remove(removed.place)
                expected.removeAll { $0.place == removed.place }
                #expect(table[removed.place] == nil)
            }
            #expect(table.count == expected.count)
            for phase in Phase.allCases {
                let oldest = table.oldest(in: phase)
                let first = expected.first { $0.phase == phase }
                #expect(oldest?.place == first?.place)
                #expect(oldest?.since == first?.since)
            }
        }
        #expect(Set(table.occupied) == Set(expected.map(\.place)))
    }

    @Test("gives a place that is free again another name")
    func generations() throws {
        let connections = try Connections()
        var table = ConnectionTable()
        let place = table.insert(try connections.make(), now: 0)
        let first = table.token(place)
        #expect(table.place(of: first) == place)
        table.remove(place)
        #expect(table.place(of: first) == nil)
        #expect(table.insert(try connections.make(), now: 1) == place)
        #expect(table.token(place) != first)
        #expect(table.place(of: first) == nil)
        #expect(table.place(of: table.token(place)) == place)
        #expect(table.count == 1)
    }
}

/// Makes connections that nobody uses.
private final class Connections {
    private let listener: Socket
    private let address: SocketAddress

    init() throws {
        let any = try #require(SocketAddress("127.0.0.1", port: 0))
        let listener = try Socket(.stream, for: any)
        try listener.bind(to: any)
        try listener.listen()
        address = try listener.localAddress()
        self.listener = listener
    }

    func make() throws -> StreamConnection {
        let client = try Socket(.stream, for: address)
        try client.connect(to: address)
        return StreamConnection(try listener.accept(), local: address)
    }
}
