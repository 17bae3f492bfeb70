/// What an exchange waits for, and not for ever.
package enum HTTPDeadline: Hashable, Sendable {
    /// A connection over which the request can go, TLS included.
    case connect
    /// The head of the response.
    case head
    /// More of the body.
    case silence
    /// The end of the response.
    case total
}

/// When an exchange has taken too long. Times are monotonic nanoseconds.
struct HTTPDeadlines {
    private var connect: UInt64?
    private var head: UInt64?
    private var silence: UInt64?
    private let total: UInt64?
    private let patience: Duration?

    init(_ request: HTTPRequest, now: UInt64) {
        connect = now.adding(request.connectDeadline)
        head = now.adding(request.headDeadline)
        total = request.totalDeadline.map { now.adding($0) }
        patience = request.silenceDeadline
    }

    mutating func connected() { connect = nil }

    mutating func octetsCame(now: UInt64) {
        connect = nil
        head = nil
        silence = patience.map { now.adding($0) }
    }

    /// The one that comes first, and when.
    var first: (deadline: HTTPDeadline, time: UInt64)? {
        let all: [(HTTPDeadline, UInt64?)] = [
            (.connect, connect), (.head, head), (.silence, silence), (.total, total),
        ]
        return all.compactMap { deadline, time in time.map { (deadline, $0) } }.min { $0.1 < $1.1 }
    }
}

extension UInt64 {
    /// The time `duration` later; a negative duration counts as none, and no sum is too large.
    fileprivate func adding(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        let whole = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !whole.overflow else { return .max }
        let (sum, overflow) = addingReportingOverflow(whole.partialValue)
        guard !overflow else { return .max }
        let nanoseconds = UInt64(clamping: attoseconds / 1_000_000_000)
        let (time, tooLate) = sum.addingReportingOverflow(nanoseconds)
        return tooLate ? .max : time
    }
}
