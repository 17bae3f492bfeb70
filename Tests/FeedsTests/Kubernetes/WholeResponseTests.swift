import Testing

@testable import Feeds

/// Bodies that are wanted as a whole.
struct WholeResponseTests {
    @Test("A body is told of at its end")
    func whole() {
        let collected = Collected(status: 200)
        collected.feed(count: 10)
        #expect(collected.outcomes == [])
        collected.response.end(nil)
        #expect(collected.outcomes == ["success 10"])
    }

    @Test(
        "A body that is too large is given up at once, for it may have no end",
        arguments: [(200, ObjectReader.longestBody, "oversized"), (503, 64 << 10, "status 503")])
    func endless(status: Int, limit: Int, outcome: String) {
        let collected = Collected(status: status)
        let piece = 16 << 10
        for _ in 0..<limit / piece { collected.feed(count: piece) }
        #expect(collected.outcomes == [])
        collected.feed(count: 1)
        #expect(collected.outcomes == [outcome])
        collected.feed(count: 1)
        collected.response.end(nil)
        #expect(collected.outcomes == [outcome])
    }
}

/// A response, and what was told of it.
private final class Collected {
    private(set) var outcomes: [String] = []
    private(set) lazy var response = WholeResponse { [unowned self] in outcomes.append(Self.text($0)) }

    init(status: Int) { response.receive(HTTPHead(status: status, httpVersion: "1.1", fields: [])) }

    func feed(count: Int) {
        let octets = [UInt8](repeating: 0x20, count: count)
        response.receive(octets.span)
    }

    private static func text(_ outcome: WholeResponse.Outcome) -> String {
        switch outcome {
        case .success(let body): "success \(body.count)"
        case .status(let head, _): "status \(head.status)"
        case .failure: "failure"
        case .oversized: "oversized"
        }
    }
}
