import Answering
import DNSWire
import Posix
import RecordStore
import Testing

@testable import Transport

/// A server on the loopback interface, whose only zone is the root.
///
/// It answers TXT queries with one record of 60,000 octets and all others with no record at all.
final class TestServer {
    private let served: Published<Listener>
    let listeners: ListenerSet
    /// The address of the first point.
    let address: SocketAddress

    init(
        _ host: String = "127.0.0.1", workers: Int = 1, limits: StreamLimits = StreamLimits(),
        observers: [any QueryObserver] = [], security: TLSIdentity? = nil
    ) throws {
        let epochs = Epochs()
        served = Published(TestServer.listener(observers), epochs: epochs)
        listeners = ListenerSet(
            epochs: epochs, hash: OwnerHash(seed: 1), workers: workers, limits: limits)
        let wanted = try #require(SocketAddress(host, port: 0))
        try listeners.update(to: [ListenPoint(address: wanted, listener: served, security: security)])
        address = try #require(listeners.boundAddress(of: wanted))
    }

    /// A point on any free port of `host`; that of the first point's host is the first point.
    func point(_ host: String) throws -> ListenPoint {
        ListenPoint(address: try #require(SocketAddress(host, port: 0)), listener: served)
    }

    deinit { listeners.stop() }

    private static func listener(_ observers: [any QueryObserver]) -> Listener {
        var chain = ServerBlock.Chain()
        chain.responders = [TestResponder()]
        chain.observers = observers
        let block = ServerBlock(chain)
        return Listener(zones: [(origin: .root, block: block)])
    }
}

private final class TestResponder: Responder {
    private let text: AnswerImage

    init() {
        var builder = AnswerImageBuilder()
        builder.begin(.answer, owner: .question, type: .txt, ttl: 5)
        builder.append([UInt8](repeating: 0, count: 60_000))
        text = builder.finish()
    }

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        if query.type == .txt {
            response.answer(text)
        } else {
            response.fail(.noerror)
        }
        return .answered
    }
}
