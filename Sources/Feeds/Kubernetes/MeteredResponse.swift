import Posix

/// Counts how a request fares, on the way of its response to whoever made it. (Control queue only.)
final class MeteredResponse: HTTPReceiver {
    private let receiver: any HTTPReceiver
    private let metrics: RequestMetrics
    private let begunAt = MonotonicClock.now()
    private var isCounted = false

    init(_ receiver: any HTTPReceiver, countedBy metrics: RequestMetrics) {
        self.receiver = receiver
        self.metrics = metrics
    }

    func receive(_ head: HTTPHead) {
        count(head.status)
        receiver.receive(head)
    }

    func receive(_ octets: Span<UInt8>) { receiver.receive(octets) }

    func end(_ failure: HTTPFailure?) {
        count(nil)
        receiver.end(failure)
    }

    /// Counts the request once: by its head, or as one without a response.
    private func count(_ code: Int?) {
        guard !isCounted else { return }
        isCounted = true
        metrics.answered(code: code, nanoseconds: MonotonicClock.now() &- begunAt)
    }
}
