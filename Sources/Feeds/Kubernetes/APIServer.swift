import Dispatch
import Logging
import Posix

/// The API server of a cluster: requests with credentials, and few of them while they fail. (Control queue only.)
final class APIServer {
    /// The most seconds until a connection has to be there.
    private static let connectSeconds = 5

    private(set) var access: ClusterAccess
    private let source: ClusterSource
    private let client: HTTPClient
    private let queue: DispatchQueue
    private var credentials: Credentials
    private let metrics: RequestMetrics
    private var pacer = RequestPacer()
    /// Called when another API server is asked from now on.
    var moved: () -> Void = {}

    init(
        _ source: ClusterSource, countedBy metrics: RequestMetrics, on queue: DispatchQueue
    ) throws(FeedError) {
        self.source = source
        self.metrics = metrics
        self.queue = queue
        do throws(AccessError) {
            access = try source.load()
        } catch {
            throw .access(error)
        }
        do throws(HTTPFailure) {
            client = try HTTPClient(queue: queue)
        } catch {
            throw .client(error)
        }
        credentials = Credentials(access, queue: queue)
        metrics.began(server: access.server)
    }

    /// When a request may begin at the earliest.
    func earliest(now: UInt64) -> UInt64 { pacer.earliest(now: now) }

    /// Gets what is at `target`, a path with a query; the receiver is kept until the end. `patience`: for how long nothing
    /// may come, where nobody else looks at that. `heldSince`: since when `earliest` has held it back, if it has. `refused` hears,
    /// possibly from within, that there are no credentials.
    func get(
        _ target: String, _ receiver: any HTTPReceiver, patience: Duration? = nil, heldSince: UInt64? = nil,
        refused: @escaping (AccessError) -> Void
    ) -> APICall {
        let now = MonotonicClock.now()
        pacer.began(now: now)
        metrics.began(afterNanoseconds: now &- (heldSince ?? now))
        let call = APICall()
        credentials.current { [weak self, weak call] result in
            guard let self, let call, !call.isCancelled else { return }
            switch result {
            case .success(let authorization):
                call.authorization = authorization
                var request = self.request(target, authorization)
                if let patience {
                    request.headDeadline = patience
                    request.silenceDeadline = patience
                }
                call.exchange = self.client.start(
                    request, MeteredResponse(receiver, countedBy: self.metrics))
            case .failure(let error):
                refused(error)
            }
        }
        return call
    }

    /// A request failed.
    func failed() { pacer.failed(now: MonotonicClock.now()) }

    /// The API server does not accept who we are, or we not who it is. Returns whether another one is asked from now on.
    @discardableResult
    func wasDenied(_ call: APICall?) -> Bool {
        switch readAccessAnew() {
        case .moved: return true
        case .changed: return false
        case .same:
            if let authorization = call?.authorization { credentials.refused(authorization) }
            return false
        }
    }

    /// Nobody answers at the address that is known. Returns whether another one is asked from now on.
    func wasUnreachable() -> Bool { readAccessAnew() == .moved }

    private enum Reading { case same, changed, moved }

    /// Reads what the operator wrote anew, for addresses, certificates and tokens are replaced in place. What cannot be read,
    /// or is half written, leaves all as it was.
    private func readAccessAnew() -> Reading {
        guard let access = try? source.load(), access != self.access else { return .same }
        let isElsewhere = access.server != self.access.server
        self.access = access
        credentials = Credentials(access, queue: queue)
        guard isElsewhere else { return .changed }
        metrics.began(server: access.server)
        moved()
        return .moved
    }

    /// Whether much is expected, and none of it urgent.
    var isInBulk: Bool {
        get { client.gathers }
        set { client.gathers = newValue }
    }

    /// Does without the connections that there are: they may be dead.
    func forgetConnections() { client.forgetConnections() }

    private func request(_ target: String, _ authorization: Authorization) -> HTTPRequest {
        var request = HTTPRequest(url: access.server + target)
        request.headers = [("Accept", "application/json"), ("User-Agent", "clustersetdns")]
        request.headers += authorization.headers
        request.tls = authorization.tls(access.tls)
        request.proxy = access.proxy
        request.connectDeadline = .seconds(Self.connectSeconds)
        return request
    }
}

/// A request under way, also while its credentials are fetched: it ends in silence when nobody holds this any more.
final class APICall {
    fileprivate var exchange: HTTPExchange?
    fileprivate var authorization: Authorization?
    private(set) var isCancelled = false

    func cancel() {
        isCancelled = true
        exchange?.cancel()
    }
}
