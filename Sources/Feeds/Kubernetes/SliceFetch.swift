import ClusterSet
import Dispatch
import Posix

/// Gets all slices of one service once, however often it takes; no longer when nobody holds it any more.
// Unchecked: everything runs on the control queue.
final class SliceFetch: @unchecked Sendable {
    private let resource: APIResource
    private let server: APIServer
    private let queue: DispatchQueue
    private let timings: ReflectorTimings
    private let deliver: ([EndpointSlice]) -> Void
    private var reader: ObjectReader
    private var pageSize: Int
    private var call: APICall?
    private var timer: ReadySource?
    private var backOff = BackOff()
    private var random = SystemRandomNumberGenerator()
    private var slices: [EndpointSlice] = []

    init(
        of service: ObjectName, at server: APIServer, usesPodNames: Bool, timings: ReflectorTimings,
        on queue: DispatchQueue, deliver: @escaping ([EndpointSlice]) -> Void
    ) {
        resource = APIResource(
            kind: .endpointSlices, namespace: service.namespace,
            labels: "\(APIResource.serviceLabel)=\(service.name)")
        self.server = server
        self.queue = queue
        self.timings = timings
        self.deliver = deliver
        reader = ObjectReader(usesPodNames: usesPodNames)
        pageSize = timings.pageSize
        ask(continuation: nil)
    }

    deinit {
        call?.cancel()
        timer?.cancel()
    }

    /// Asks for a page as soon as the API server may be asked, which has held it back since `heldSince`.
    private func ask(continuation: String?, heldSince: UInt64? = nil) {
        let now = MonotonicClock.now()
        let earliest = server.earliest(now: now)
        guard earliest <= now else {
            return wait(earliest - now) { $0.ask(continuation: continuation, heldSince: heldSince ?? now) }
        }
        if continuation == nil { slices = [] }
        let target = resource.target(
            of: .list(continuation: continuation, limit: pageSize), version: "v1", watchSeconds: 0)
        let response = WholeResponse { [weak self] in self?.take($0) }
        call = server.get(
            target, response, patience: .nanoseconds(Int64(clamping: timings.silence)), heldSince: heldSince
        ) { [weak self] _ in self?.tryAgain() }
    }

    private func take(_ response: WholeResponse.Outcome) {
        switch response {
        case .success(let body): take(body.span)
        case .status(let head, _):
            if head.status == 401 { server.wasDenied(call) }
            tryAgain(retryAfter: head.retryAfter)
        case .failure(let failure): tryAgain(after: failure.isConnect ? .connection : .answer)
        case .oversized:
            pageSize = max(1, pageSize / 2)
            tryAgain()
        }
    }

    private func take(_ body: Span<UInt8>) {
        guard let page = try? reader.page(body, of: .endpointSlices) else { return tryAgain() }
        for object in page.objects {
            if case .endpointSlice(let slice) = object.content { slices.append(slice) }
        }
        guard let continuation = page.continuation else { return deliver(slices) }
        ask(continuation: continuation)
    }

    private func tryAgain(after cause: BackOff.Cause = .answer, retryAfter: Int? = nil) {
        let now = MonotonicClock.now()
        server.failed()
        wait(backOff.delay(after: cause, retryAfter: retryAfter, now: now, using: &random)) {
            $0.ask(continuation: nil)
        }
    }

    private func wait(_ nanoseconds: UInt64, then go: @escaping @Sendable (SliceFetch) -> Void) {
        timer = .timer(after: .nanoseconds(Int(clamping: nanoseconds)), on: queue) { [weak self] in
            if let self { go(self) }
        }
    }
}
