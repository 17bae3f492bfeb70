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

    /// Nil once it was called.
    private var done: ((Outcome) -> Void)?
    private var head: HTTPHead?
    private var body: [UInt8] = []

    init(_ done: @escaping (Outcome) -> Void) { self.done = done }

    func receive(_ head: HTTPHead) { self.head = head }

    func receive(_ octets: Span<UInt8>) {
        guard done != nil, let head else { return }
        let isError = head.status != 200
        guard body.count + octets.count <= (isError ? Self.longestError : ObjectReader.longestBody) else {
            // Its end may never come.
            return tell(isError ? .status(head, body) : .oversized)
        }
        body.append(octets)
    }

    func end(_ failure: HTTPFailure?) {
        if let failure {
            tell(.failure(failure))
        } else if let head, head.status != 200 {
            tell(.status(head, body))
        } else {
            tell(.success(body))
        }
    }

    private func tell(_ outcome: Outcome) {
        let done = done
        self.done = nil
        body = []
        done?(outcome)
    }
}

extension [UInt8] {
    /// Appends the octets of `span`.
    mutating func append(_ span: Span<UInt8>) {
        // To append nothing would write a count of 0 where all empty arrays of the process have theirs.
        guard !span.isEmpty else { return }
        append(addingCapacity: span.count) { octets in
            for index in span.indices { octets.append(span[index]) }
        }
    }
}
