/// Takes the response to a request of a follower apart as it comes: a watch by its lines, others as a whole. (Control queue
/// only.)
final class ResponseReader: HTTPReceiver {
    private let isWatch: Bool
    private unowned let follower: ResourceFollower
    private let whole: WholeResponse
    private let splitter = LineSplitter()
    /// Whether the response is one of events, a line each.
    private var hasLines = false

    init(_ request: Reflector.Request, of follower: ResourceFollower) {
        isWatch =
            switch request {
            case .watch, .stream: true
            case .discover, .list, .probe: false
            }
        self.follower = follower
        whole = WholeResponse { [unowned follower] in follower.take($0, of: request) }
    }

    func receive(_ head: HTTPHead) {
        hasLines = isWatch && head.status == 200
        whole.receive(head)
        follower.heard(head)
    }

    func receive(_ octets: Span<UInt8>) {
        follower.progressed()
        guard hasLines else { return whole.receive(octets) }
        do throws(JSONError) {
            try splitter.feed(octets) { (line) throws(JSONError) in try follower.take(line: line) }
            follower.taken()
        } catch {
            follower.ended(.malformed("\(error)"))
        }
    }

    func end(_ failure: HTTPFailure?) {
        guard hasLines, failure == nil else { return whole.end(failure) }
        follower.ended(splitter.isInLine ? .broken("the response ended within an object") : .complete)
    }
}
