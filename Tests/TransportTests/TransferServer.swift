import Answering
import DNSWire
import Posix
import RecordStore
import Testing

@testable import Transport

/// A server that gives away its only zone, the root, where each of many names has one address: the zone's serial.
final class TransferServer {
    private(set) var serial: UInt32 = 1
    let origin = Name.root
    let listeners: ListenerSet
    let address: SocketAddress
    private let names: [Name]
    private let store: Store

    init(names count: Int, limits: StreamLimits = StreamLimits()) throws {
        let epochs = Epochs()
        let hash = OwnerHash(seed: 1)
        let store = Store(origin: .root, hash: hash, epochs: epochs)
        names = (0..<count).compactMap { Name("name-\($0).namespace-\($0 % 100).svc.") }
        self.store = store
        var chain = ServerBlock.Chain()
        chain.responders = [NODATAResponder()]
        chain.transfers = StoreTransfers(of: store)
        let listener = Listener(zones: [(origin: .root, block: ServerBlock(chain))])
        listeners = ListenerSet(epochs: epochs, hash: hash, workers: 1, limits: limits)
        let wanted = try #require(SocketAddress("127.0.0.1", port: 0))
        try listeners.update(
            to: [ListenPoint(address: wanted, listener: Published(listener, epochs: epochs))])
        address = try #require(listeners.boundAddress(of: wanted))
        store.keepHistory()
        publish()
    }

    deinit { listeners.stop() }

    /// Changes every name, and the serial.
    func change() {
        serial += 1
        publish()
    }

    /// Returns when no client is connected any more.
    func waitsForNoConnection() throws {
        let end = MonotonicClock.now() + 20_000_000_000
        while listeners.statistics.connectionCount > 0, MonotonicClock.now() < end {
            MonotonicClock.sleep(milliseconds: 5)
        }
        try #require(listeners.statistics.connectionCount == 0)
    }

    private func publish() {
        store.change {
            for name in names {
                var image = AnswerImageBuilder()
                image.begin(.answer, owner: .question, type: .a, ttl: 5)
                image.append(bigEndian: serial)
                var owner = OwnerBuilder(name)
                owner.sets = [(.a, image.finish())]
                store.publish(owner)
            }
            return Self.soa(serial)
        }
    }

    private static func soa(_ serial: UInt32) -> AnswerImage {
        var image = AnswerImageBuilder()
        image.begin(.authority, owner: .inFull(.root), type: .soa, ttl: 5)
        image.append(.inFull(.root))
        image.append(.inFull(.root))
        for number in [serial, 7200, 1800, 86_400, 5] { image.append(bigEndian: number) }
        return image.finish()
    }

    /// A query for the whole zone.
    static func query(_ id: UInt16) -> [UInt8] { Message.query(id, "", .axfr) }
}

private final class StoreTransfers: TransferResponder {
    private let store: Store

    init(of store: Store) { self.store = store }

    func transfer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)? {
        guard let snapshot = Snapshot(of: store, in: section) else {
            response.fail(.servfail)
            return nil
        }
        response.fail(.noerror, authoritative: true)
        return ZoneTransfer(of: snapshot, to: query)
    }
}

private final class NODATAResponder: Responder {
    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        response.fail(.noerror)
        return .answered
    }
}
