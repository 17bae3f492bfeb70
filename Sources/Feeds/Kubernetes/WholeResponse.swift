/// Takes a response as a whole. (Control queue only.)
final class WholeResponse: HTTPReceiver {
    enum Outcome {
        /// The body of a response of 200.
        case success([UInt8])
        /// A response with another status, and the beginning of its body.
        case status(HTTPHead, [UInt8])
        case failure(HTTPFailure)
        /// The body is longer than `ObjectReader.longestBody`.
        case oversized
    }

    /// The most octets of an error that are read.
    private static let longestError = 64 << 10

    private let done: (Outcome) -> Void
    private var head: HTTPHead?
    private var body: [UInt8] = []
    private var isTooLong = false

    init(_ done: @escaping (Outcome) -> Void) { self.done = done }

    func receive(_ head: HTTPHead) { self.head = head }

    func receive(_ octets: Span<UInt8>) {
        let isError = head?.status != 200
        guard body.count + octets.count <= (isError ? Self.longestError : ObjectReader.longestBody) else {
            isTooLong = true
            return
        }
        body.append(octets)
    }

    func end(_ failure: HTTPFailure?) {
        if let failure {
            done(.failure(failure))
        } else if let head, head.status != 200 {
            done(.status(head, body))
        } else {
            done(isTooLong ? .oversized : .success(body))
        }
    }
}

extension [UInt8] {
    /// Appends the octets of `span`.
    mutating func append(_ span: Span<UInt8>) {
        reserveCapacity(count + span.count)
        for index in span.indices { append(span[index]) }
    }
}
