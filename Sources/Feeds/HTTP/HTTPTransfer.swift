import Dispatch
import Posix
import Synchronization

/// An exchange as it runs: what was asked, whom to tell, how far it is.
// Unchecked: only the client's queue touches it, but for `cancel`, which works on an atomic and hops to that queue.
final class HTTPTransfer: @unchecked Sendable {
    let request: HTTPRequest
    /// Where it goes; nil until the URL was understood.
    private var target: HTTPTarget?
    /// The engine that it runs in, and libcurl's part of it: while it runs.
    var engine: HTTPEngine?
    var easy: CurlEasy?
    private(set) var deadlines: HTTPDeadlines
    /// The request was sent, or nearly so.
    private(set) var isConnected = false
    /// Why libcurl was told to stop.
    private var problem: HTTPFailure.Kind?

    private let queue: DispatchQueue
    private var receiver: (any HTTPReceiver)?
    private var headReader: HTTPHeadReader? = HTTPHeadReader()
    private let isCancelled = Atomic(false)

    init(_ request: HTTPRequest, _ receiver: any HTTPReceiver, on queue: DispatchQueue) {
        self.request = request
        self.receiver = receiver
        self.queue = queue
        deadlines = HTTPDeadlines(request, now: MonotonicClock.now())
    }

    /// From any thread.
    func cancel() {
        guard !isCancelled.exchange(true, ordering: .relaxed) else { return }
        queue.async { [self] in
            receiver = nil
            engine?.remove(self)
        }
    }

    var hasBeenCancelled: Bool { isCancelled.load(ordering: .relaxed) }

    /// Readies libcurl for it.
    func makeEasy() throws(HTTPFailure) -> CurlEasy {
        do throws(CurlURL.Problem) {
            target = try HTTPTarget(request)
        } catch {
            throw failure(.request, error.text)
        }
        guard let target else { throw failure(.request, "") }
        if let header = request.unsendableHeader {
            throw failure(.request, "the header \(header) has a line break or a zero octet")
        }
        do throws(CurlCode) {
            var easy = try CurlEasy()
            try easy.ask(request, of: target)
            try easy.setCallbacks(self)
            return easy
        } catch {
            throw failure(.other, error.text)
        }
    }

    func connected() {
        isConnected = true
        deadlines.connected()
    }

    /// Takes a line of the head; false when the exchange is to stop.
    func take(line: Span<UInt8>) -> Bool {
        guard !hasBeenCancelled else { return false }
        // Trailer fields come here too, after the body, and nobody wants them.
        guard headReader != nil else { return true }
        do throws(HTTPHeadReader.Problem) {
            guard let head = try headReader?.take(line) else { return true }
            headReader = nil
            deadlines.octetsCame(now: MonotonicClock.now())
            receiver?.receive(head)
            return !hasBeenCancelled
        } catch {
            problem = error == .tooLarge ? .headTooLarge : .malformed
            return false
        }
    }

    /// Takes some of the body; false when the exchange is to stop.
    func take(body: Span<UInt8>) -> Bool {
        guard !hasBeenCancelled else { return false }
        guard !body.isEmpty else { return true }
        deadlines.octetsCame(now: MonotonicClock.now())
        receiver?.receive(body)
        return !hasBeenCancelled
    }

    /// Tells the receiver that it is over, unless nobody listens any more.
    func end(_ failure: HTTPFailure?) {
        let receiver = receiver
        self.receiver = nil
        guard !hasBeenCancelled else { return }
        receiver?.end(failure)
    }

    /// What to tell of an outcome that libcurl reports.
    func failure(_ code: CurlCode) -> HTTPFailure? {
        guard !code.isOK else { return nil }
        if let problem { return failure(problem, "") }
        guard let report = easy?.report(on: code) else { return failure(.other, code.text) }
        let kind = report.kind(for: target)
        let detail = kind == .unreachable ? report.systemError.description : report.text
        return failure(kind, detail)
    }

    /// What to tell when `deadline` has passed.
    func failure(passed deadline: HTTPDeadline) -> HTTPFailure {
        let limit =
            switch deadline {
            case .connect: request.connectDeadline
            case .head: request.headDeadline
            case .silence: request.silenceDeadline ?? .zero
            case .total: request.totalDeadline ?? .zero
            }
        return failure(.timeout(deadline), "\(limit)")
    }

    func failure(_ kind: HTTPFailure.Kind, _ detail: String) -> HTTPFailure {
        // A URL that is not understood is not shown: it may hold a password.
        HTTPFailure(
            kind: kind, place: target?.place ?? "", detail: detail.printable, isConnect: !isConnected)
    }
}
