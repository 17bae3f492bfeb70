import ClusterSet
import Dispatch
import Posix

/// Carries out what a reflector wants, for the objects of one kind.
// Unchecked: everything runs on the control queue.
final class ResourceFollower: @unchecked Sendable {
    /// What a follower tells the feed.
    protocol Delegate: AnyObject {
        /// Objects changed; the first octets that say so, those of the whole list, came at `arrival`.
        func follower(
            _ follower: ResourceFollower, has changes: [Change], since arrival: UInt64,
            triggers: [SliceTrigger])
        /// How far the follower has come, or what hinders it, may have changed.
        func followerMoved(_ follower: ResourceFollower)
        /// An object is there that cannot be used, or not all of it.
        func follower(_ follower: ResourceFollower, found remark: String, with id: ObjectName)
    }

    /// How far the follower has come, and what hinders it.
    private struct Standing: Equatable {
        let isSynced: Bool
        let obstacle: Obstacle?
        let lostSince: UInt64?
        /// A request that is waited for is another one each time.
        let wait: Int?

        init(_ reflector: Reflector) {
            isSynced = reflector.isSynced
            obstacle = reflector.obstacle
            lostSince = reflector.lostSince
            wait = reflector.request == nil ? reflector.requestNumber : nil
        }
    }

    let resource: APIResource
    private var reflector: Reflector
    weak var delegate: (any Delegate)?

    private let server: APIServer
    private let status: KubernetesStatus
    private let timings: ReflectorTimings
    private var alarm: Alarm?
    private var reader: ObjectReader
    private var call: APICall?
    /// The request of the reflector that is under way.
    private var number = 0
    /// Since when the request that is due is held back.
    private var heldSince: UInt64?
    /// What the delegate was last told of.
    private var told: Standing?
    /// When the octets came that are read at present, and what they have changed so far.
    private var arrival: UInt64 = 0
    private var changes: [Change] = []
    private var triggers: [SliceTrigger] = []

    init(
        _ resource: APIResource, at server: APIServer, namespaces: Set<String>?, usesPodNames: Bool,
        timings: ReflectorTimings, status: KubernetesStatus
    ) {
        self.resource = resource
        reader = ObjectReader(usesPodNames: usesPodNames)
        self.server = server
        self.timings = timings
        self.status = status
        reflector = Reflector(
            kind: resource.kind, namespaces: namespaces, timings: timings,
            seed: UInt64.random(in: 0...UInt64.max))
    }

    /// Whether everything there was has been delivered once.
    var isSynced: Bool { reflector.isSynced }
    /// What keeps the objects from being up to date; nil when they are.
    var obstacle: Obstacle? { reflector.obstacle }
    /// Since when changes may have been missed; nil while a watch is open.
    var lostSince: UInt64? { reflector.lostSince }
    /// It is waited because the API server asked for it.
    var isToldToWait: Bool { reflector.isToldToWait }

    func start(on queue: DispatchQueue) {
        alarm = Alarm(on: queue) { [weak self] in self?.rang() }
        reflector.start(now: MonotonicClock.now())
        drive()
    }

    /// The API server has just become ready.
    func serverBecameReady() {
        reflector.serverBecameReady(now: MonotonicClock.now())
        finish()
    }

    /// Another API server is asked from now on.
    func serverMoved() { finish(reflector.serverMoved(now: MonotonicClock.now())) }

    func stop() {
        alarm = nil
        call?.cancel()
        call = nil
    }

    /// Begins the request that is due, in place of one before it, and sets the alarm.
    private func drive() {
        guard let alarm else { return }
        let now = MonotonicClock.now()
        if number != reflector.requestNumber {
            call?.cancel()
            call = nil
            let earliest = reflector.request == nil ? now : server.earliest(now: now)
            guard earliest <= now else {
                heldSince = heldSince ?? now
                return alarm.set(earliest, now: now)
            }
            // First, for it may fail at once.
            number = reflector.requestNumber
            if let request = reflector.request { begin(request) }
            heldSince = nil
        }
        alarm.set(reflector.deadline, now: now)
    }

    private func begin(_ request: Reflector.Request) {
        if reflector.distrustsConnection { server.forgetConnections() }
        // A stream is worth its time: however long it takes to tell what there is, as long as something comes.
        let seconds = request == .stream ? 300 : Int(timings.watch / 1_000_000_000)
        let target = resource.target(of: request, version: reflector.version, watchSeconds: seconds)
        call = server.get(target, ResponseReader(request, of: self), heldSince: heldSince) {
            [weak self] error in
            self?.ended(.credentials("\(error)"))
        }
    }

    private func rang() {
        guard let alarm else { return }
        alarm.reset()
        let now = MonotonicClock.now()
        if number == reflector.requestNumber, now >= reflector.deadline {
            finish(reflector.expired(now: now))
        } else {
            drive()
        }
    }

    /// Hands on what changed, and goes on.
    private func finish(_ more: [Change] = []) {
        let changes = self.changes + more
        self.changes = []
        let triggers = self.triggers
        self.triggers = []
        if !changes.isEmpty {
            delegate?.follower(self, has: changes, since: arrival, triggers: triggers)
        }
        let standing = Standing(reflector)
        if standing != told {
            told = standing
            delegate?.followerMoved(self)
        }
        drive()
    }
}

// MARK: What a response says

extension ResourceFollower {
    func heard(_ head: HTTPHead) {
        guard head.status == 200 else { return }
        if let type = head.foreignType {
            return ended(.malformed("the response is \(type.printable), not JSON"))
        }
        reflector.accepted(now: MonotonicClock.now())
        finish()
    }

    func progressed() { reflector.progressed(now: MonotonicClock.now()) }

    /// A line of a watch. Several may follow, then `taken`.
    func take(line: Span<UInt8>) throws(JSONError) {
        let now = MonotonicClock.now()
        if changes.isEmpty, !reflector.isListing { arrival = now }
        // What comes behind an error is not ours any more.
        guard number == reflector.requestNumber else { return }
        let event = try reader.event(line, of: resource.kind)
        note(event)
        reflector.progressed(now: now)
        if case .error = event { server.failed() }
        reflector.take(event, now: now, into: &changes)
    }

    /// All lines that came have been taken.
    func taken() { finish() }

    /// A response that is no watch, or none at all.
    func take(_ outcome: WholeResponse.Outcome, of request: Reflector.Request) {
        switch outcome {
        case .success(let body): take(body.span, of: request)
        case .status(let head, let body): refused(head, body.span)
        case .oversized: ended(.oversized)
        case .failure(let failure): failed(failure)
        }
    }

    private func take(_ body: Span<UInt8>, of request: Reflector.Request) {
        let now = MonotonicClock.now()
        if !reflector.isListing { arrival = now }
        do throws(JSONError) {
            guard request != .discover else {
                reflector.take(versions: try reader.versions(ofGroup: body), now: now)
                return finish()
            }
            let page = try reader.page(body, of: resource.kind)
            for object in page.objects { note(object) }
            finish(reflector.take(page, now: now))
        } catch {
            ended(.malformed("\(error)"))
        }
    }

    private func refused(_ head: HTTPHead, _ body: Span<UInt8>) {
        let status = try? reader.status(body)
        let asked = head.retryAfter ?? status?.retryAfterSeconds
        if head.status == 401, server.wasDenied(call) { return }
        ended(.status(code: head.status, message: status?.message ?? "", retryAfter: asked))
    }

    private func failed(_ failure: HTTPFailure) {
        let isElsewhere =
            if case .tls = failure.kind { server.wasDenied(call) } else {
                failure.isConnect && server.wasUnreachable()
            }
        // Then this follower, too, has begun anew.
        guard !isElsewhere else { return }
        ended(failure.isConnect ? .unreachable("\(failure)") : .broken("\(failure)"))
    }

    func ended(_ ending: Reflector.Ending) {
        // What a request said before it was given up is none of the next one's.
        guard number == reflector.requestNumber else { return }
        let changes = reflector.ended(ending, now: MonotonicClock.now())
        // The end of a watch is a failure if it comes so soon that the next one has to wait.
        if ending != .complete || reflector.request == nil { server.failed() }
        finish(changes)
    }

    private func note(_ event: WatchEvent) {
        status.came(event, of: resource)
        switch event {
        case .added(let object), .modified(let object): note(object)
        default: break
        }
    }

    private func note(_ object: WatchedObject) {
        guard reflector.follows(object) else { return }
        if case .refused(let reason) = object.content {
            delegate?.follower(self, found: reason, with: object.id)
        } else if let remark = object.remark {
            delegate?.follower(self, found: remark, with: object.id)
        }
        // A list tells of old changes again.
        guard !reflector.isAwaitingWhole, let time = object.triggered,
            case .endpointSlice(let slice) = object.content
        else { return }
        let service = ObjectName(namespace: slice.id.namespace, name: slice.service)
        triggers.append(SliceTrigger(service: service, time: time))
    }
}
