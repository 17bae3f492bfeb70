import ClusterSet
import Dispatch
import Posix

/// Gets all slices of one service once, however often it takes; no longer when nobody holds it any more.
// Unchecked: everything runs on the control queue.
final class SliceFetch: @unchecked Sendable {
    private let resource: APIResource
    private let server: APIServer
    private let queue: DispatchQueue
    private let deliver: ([EndpointSlice]) -> Void
    private var reader = ObjectReader()
    private var call: APICall?
    private var retry: ReadySource?
    private var backOff = BackOff()
    private var random = SystemRandomNumberGenerator()
    private var slices: [EndpointSlice] = []

    init(
        of service: ObjectName, at server: APIServer, on queue: DispatchQueue,
        deliver: @escaping ([EndpointSlice]) -> Void
    ) {
        resource = APIResource(
            kind: .endpointSlices, namespace: service.namespace,
            labels: "\(APIResource.serviceLabel)=\(service.name)")
        self.server = server
        self.queue = queue
        self.deliver = deliver
        ask(continuation: nil)
    }

    deinit {
        call?.cancel()
        retry?.cancel()
    }

    private func ask(continuation: String?) {
        if continuation == nil { slices = [] }
        let target = resource.target(
            of: .list(continuation: continuation, limit: 500), version: "v1", watchSeconds: 0)
        call = server.get(target, WholeResponse { [weak self] in self?.take($0) }) { [weak self] _ in
            self?.tryAgain()
        }
    }

    private func take(_ response: WholeResponse.Outcome) {
        guard case .success(let body) = response, let page = try? reader.page(body.span, of: .endpointSlices)
        else {
            if case .status(let head, _) = response, head.status == 401 { server.wasDenied(call) }
            return tryAgain()
        }
        for object in page.objects {
            if case .endpointSlice(let slice) = object.content { slices.append(slice) }
        }
        guard let continuation = page.continuation else { return deliver(slices) }
        ask(continuation: continuation)
    }

    private func tryAgain() {
        server.failed()
        let now = MonotonicClock.now()
        let delay = backOff.delay(after: .answer, retryAfter: nil, now: now, using: &random)
        retry = ReadySource.timer(after: .nanoseconds(Int(clamping: delay)), on: queue) { [weak self] in
            self?.ask(continuation: nil)
        }
    }
}
