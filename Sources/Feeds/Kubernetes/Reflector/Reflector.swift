import ClusterSet

/// Follows all objects of one kind: which request is due, and what the answers change.
///
/// A pure state machine: list -> watch -> watch from where the last one ended -> list again when the API server says so. Whoever
/// drives it carries out `request`, reports what comes back, and calls `expired` at `deadline`. Times are monotonic, in
/// nanoseconds.
struct Reflector {
    /// The versions of the group that this server reads, the best first.
    static let versions = ["v1beta1", "v1alpha1"]
    /// What comes again within a second comes too often.
    private static let shortTime: UInt64 = 1_000_000_000

    let kind: ObjectKind
    /// The version of the kind's API that is asked for.
    private(set) var version: String
    /// The request that is due; nil while it is waited.
    private(set) var request: Request?
    /// Another one for each request: an answer to an earlier one is none.
    private(set) var requestNumber = 0
    /// When `expired` is to be called.
    private(set) var deadline = UInt64.max
    /// Whether everything there was has been delivered once.
    private(set) var isSynced = false
    /// What keeps the objects from being up to date; nil when they are.
    private(set) var obstacle: Obstacle? = .pending
    /// Since when changes may have been missed; nil while a watch is open.
    private(set) var lostSince: UInt64?
    /// The last connection is to be done with: it may be dead.
    private(set) var distrustsConnection = false
    /// It is waited because the API server asked for it (`Retry-After`).
    private(set) var isToldToWait = false

    private let timings: ReflectorTimings
    private let interpreter: ObjectInterpreter
    private var random: SplitMix
    private var backOff = BackOff()
    private var recent = RecentEvents()
    /// The request after the wait.
    private var next = Request.discover
    private var begunAt: UInt64 = 0
    private var progressAt: UInt64 = 0
    private var held = HeldVersion()
    private var trustedUntil: UInt64 = 0
    private var pageSize: Int
    /// Whether a list has begun and not ended.
    private(set) var isListing = false
    /// Whether a stream is still telling what there is.
    private var isInitial = false
    private var startedOverAt: UInt64?
    /// Whether the request has been accepted.
    private var isAccepted = false
    /// Whether the watch that is open has said anything.
    private var hasSpoken = false
    private var canStream = true
    private var streamFailures = 0
    private var malformedCount = 0
    /// The versions cannot be asked for: they are tried.
    private var guessesVersion = false

    init(
        kind: ObjectKind, namespaces: Set<String>? = nil, timings: ReflectorTimings = .init(), seed: UInt64
    ) {
        self.kind = kind
        interpreter = ObjectInterpreter(kind: kind, namespaces: namespaces)
        self.timings = timings
        version = kind == .serviceImports ? Self.versions[0] : "v1"
        pageSize = timings.pageSize
        random = SplitMix(state: seed)
    }

    /// Whether the object is in one of the namespaces that count.
    func follows(_ object: WatchedObject) -> Bool { interpreter.admits(object) }

    /// Begins.
    mutating func start(now: UInt64) {
        lostSince = now
        ask(kind == .serviceImports ? .discover : everything, now: now)
    }

    /// Octets of a response came.
    mutating func progressed(now: UInt64) {
        progressAt = now
        if isAwaitingWhole { deadline = now + timings.silence }
    }

    /// The API server accepted the request.
    mutating func accepted(now: UInt64) {
        progressAt = now
        isAccepted = true
        distrustsConnection = false
        guard case .watch = request else { return }
        obstacle = nil
        lostSince = nil
    }

    /// The API server has just become ready: what it had us wait for is over.
    mutating func serverBecameReady(now: UInt64) {
        if isToldToWait { ask(next, now: now) }
    }

    /// From now on another API server is asked, where resource versions of this one say nothing. Returns what that changes.
    mutating func serverMoved(now: UInt64) -> [Change] {
        held = HeldVersion()
        return expire(.pending, now: now)
    }

    /// The deadline has passed. Returns what that changes.
    mutating func expired(now: UInt64) -> [Change] {
        switch request {
        case nil:
            ask(next, now: now)
            return []
        case .stream where !isInitial:
            watch(now: now)
            return []
        default:
            distrustsConnection = true
            return fail(.stalled, after: .answer, now: now)
        }
    }
}

// MARK: What comes

extension Reflector {
    /// The answer to `discover`: the versions of the group that are served; empty when it is none.
    mutating func take(versions served: [String], now: UInt64) {
        guard let version = Self.versions.first(where: served.contains) else {
            return wait(.notServed, after: .answer, then: .discover, now: now)
        }
        self.version = version
        guessesVersion = false
        ask(everything, now: now)
    }

    /// The answer to `list` or `probe`. Returns what it changes.
    mutating func take(_ page: ListPage, now: UInt64) -> [Change] {
        progressAt = now
        guard case .list(_, let limit) = request else {
            if held.isAhead(of: page.resourceVersion) { ask(everything, now: now) } else { watch(now: now) }
            return []
        }
        var changes = beginList() + page.objects.compactMap(interpreter.listed)
        if let continuation = page.continuation {
            ask(.list(continuation: continuation, limit: limit), now: now)
            return changes
        }
        changes += endList(at: page.resourceVersion, now: now)
        watch(now: now)
        return changes
    }

    /// An event of `watch` or `stream`. Appends what it changes.
    mutating func take(_ event: WatchEvent, now: UInt64, into changes: inout [Change]) {
        hasSpoken = true
        progressAt = now
        switch event {
        case .added(let object), .modified(let object):
            put(object, into: &changes)
        case .deleted(let object):
            // What a stream has told of may go before all has been told.
            guard isInitial ? isListing : recent.admits(object, isDeletion: true) else { return }
            if !isInitial { hold(object.resourceVersion) }
            if let change = interpreter.deleted(object) { changes.append(change) }
        case .bookmark(let resourceVersion, let isInitialEnd):
            guard isInitialEnd, isInitial else {
                if !isAwaitingWhole { hold(resourceVersion) }
                return
            }
            changes += beginList() + endList(at: resourceVersion, now: now)
            streamFailures = 0
            // Its bookmarks come too seldom to show that it still lives.
            deadline = now + timings.grace
        case .error(let status):
            changes += ended(
                .status(code: status.code, message: status.message, retryAfter: status.retryAfterSeconds),
                now: now)
        case .unknown: return
        }
    }

    private mutating func put(_ object: WatchedObject, into changes: inout [Change]) {
        if isAwaitingWhole {
            if !isListing { changes += beginList() }
            if let change = interpreter.listed(object) { changes.append(change) }
            return
        }
        guard recent.admits(object, isDeletion: false) else { return }
        hold(object.resourceVersion)
        if let change = interpreter.watched(object) { changes.append(change) }
    }
}

// MARK: How a request ends

extension Reflector {
    /// The request has ended. Returns what that changes.
    mutating func ended(_ ending: Ending, now: UInt64) -> [Change] {
        switch ending {
        case .complete: return completed(now: now)
        case .status(let code, let message, let retryAfter):
            return refused(code, message, retryAfter: retryAfter, now: now)
        case .unreachable(let reason):
            return fail(.unreachable(reason), after: .connection, now: now)
        case .credentials(let reason):
            return fail(.credentials(reason), after: .answer, now: now)
        case .broken(let reason):
            return fail(.unreachable(reason), after: .answer, now: now)
        case .malformed(let reason):
            malformedCount += 1
            guard malformedCount >= 3, case .watch = request else {
                return startOver(.malformed(reason), now: now)
            }
            // What cannot be read from there may be read from the beginning.
            malformedCount = 0
            wait(.malformed(reason), after: .answer, then: everything, now: now)
            return []
        case .oversized:
            pageSize = max(1, pageSize / 2)
            canStream = false
            return startOver(.malformed("a page of the list is too large"), now: now)
        }
    }

    private mutating func completed(now: UInt64) -> [Change] {
        guard !isAwaitingWhole else {
            return startOver(.malformed("the response ended too early"), now: now)
        }
        if case .watch = request, now &- begunAt < Self.shortTime {
            return fail(.malformed("watches end at once"), after: .answer, now: now)
        }
        backOff.reset()
        if hasSpoken { watch(now: now) } else { ask(.probe, now: now) }
        return []
    }

    private mutating func refused(_ code: Int, _ message: String, retryAfter: Int?, now: UInt64) -> [Change] {
        let isStream = request == .stream && isAwaitingWhole
        switch code {
        case 400 where isStream, 422 where isStream:
            // An API server from before streaming lists.
            canStream = false
            defer { ask(everything, now: now) }
            return dropList()
        case 400, 410:
            return expire(.refused(code: code, message), now: now)
        case 401:
            return fail(.unauthorized, after: .answer, retryAfter: retryAfter, now: now)
        case 403 where request == .discover:
            guessesVersion = true
            ask(everything, now: now)
            return []
        case 403:
            return fail(.forbidden(message), after: .answer, retryAfter: retryAfter, now: now)
        case 404:
            return notServed(now: now)
        default:
            return fail(.refused(code: code, message), after: .answer, retryAfter: retryAfter, now: now)
        }
    }

    /// The version that was asked for is none, or no longer.
    private mutating func notServed(now: UInt64) -> [Change] {
        let changes = dropList()
        if guessesVersion { version = Self.versions.first { $0 != version } ?? version }
        let again = kind == .serviceImports && !guessesVersion ? Request.discover : everything
        wait(.notServed, after: .answer, then: again, now: now)
        return changes
    }

    /// Tries the same request again after a wait: a watch from where it was, a stream from the beginning.
    private mutating func fail(
        _ obstacle: Obstacle, after cause: BackOff.Cause, retryAfter: Int? = nil, now: UInt64
    ) -> [Change] {
        guard request == .stream, isAwaitingWhole else {
            wait(obstacle, after: cause, retryAfter: retryAfter, then: again, now: now)
            return []
        }
        if cause == .answer { streamFailures += 1 }
        let changes = dropList()
        wait(obstacle, after: cause, retryAfter: retryAfter, then: everything, now: now)
        return changes
    }

    /// The resource version, or the page of the list, is too old: everything is listed anew, at once if that is rare.
    private mutating func expire(_ obstacle: Obstacle, now: UInt64) -> [Change] {
        let changes = dropList()
        if let startedOverAt, now &- startedOverAt < Self.shortTime {
            wait(obstacle, after: .answer, then: everything, now: now)
        } else {
            ask(everything, now: now)
        }
        startedOverAt = now
        return changes
    }

    /// Begins the present request anew: a list from its beginning, a watch from where it was.
    private mutating func startOver(_ obstacle: Obstacle, now: UInt64) -> [Change] {
        switch request {
        case .watch, .probe, .discover,
            .stream where !isAwaitingWhole:
            return fail(obstacle, after: .answer, now: now)
        default:
            if request == .stream { streamFailures += 1 }
            let changes = dropList()
            wait(obstacle, after: .answer, then: everything, now: now)
            return changes
        }
    }
}

// MARK: What is due

extension Reflector {
    /// The request that begins with everything there is.
    private var everything: Request {
        canStream && streamFailures < 2 ? .stream : .list(continuation: nil, limit: pageSize)
    }

    /// The present request; of a watch, what goes on where it is.
    private var again: Request {
        switch request {
        case .watch, .stream, .probe: held.text.map { .watch(from: $0) } ?? everything
        default: request ?? next
        }
    }

    /// Whether the response is worth something only when it is there as a whole.
    var isAwaitingWhole: Bool {
        switch request {
        case .discover, .list, .probe: true
        case .stream: isInitial
        case .watch, nil: false
        }
    }

    private mutating func ask(_ request: Request, now: UInt64) {
        self.request = request
        requestNumber += 1
        isToldToWait = false
        begunAt = now
        isAccepted = false
        hasSpoken = false
        isInitial = request == .stream
        deadline = now + (request.isWatch ? timings.watch + timings.grace : timings.silence)
    }

    /// Watches from what is known; lists again once watches have been trusted long enough.
    private mutating func watch(now: UInt64) {
        guard let version = held.text, now < trustedUntil else { return ask(everything, now: now) }
        ask(.watch(from: version), now: now)
    }

    private mutating func wait(
        _ obstacle: Obstacle, after cause: BackOff.Cause, retryAfter: Int? = nil, then next: Request,
        now: UInt64
    ) {
        // What went well for a while is no part of the outage before it.
        if isAccepted, now &- begunAt >= Self.shortTime { backOff.reset() }
        self.obstacle = obstacle
        lostSince = lostSince ?? progressAt
        self.next = next
        request = nil
        requestNumber += 1
        isToldToWait = (retryAfter ?? 0) > 0
        deadline = now + backOff.delay(after: cause, retryAfter: retryAfter, now: now, using: &random)
    }

    /// Something went well: everything up to a resource version is known.
    private mutating func hold(_ resourceVersion: String) {
        held.advance(to: resourceVersion)
        malformedCount = 0
        backOff.reset()
    }

    private mutating func beginList() -> [Change] {
        guard !isListing else { return [] }
        isListing = true
        return [.beginList(kind)]
    }

    private mutating func dropList() -> [Change] {
        guard isListing else { return [] }
        isListing = false
        return [.dropList(kind)]
    }

    private mutating func endList(at resourceVersion: String, now: UInt64) -> [Change] {
        isListing = false
        isInitial = false
        isSynced = true
        hold(resourceVersion)
        trustedUntil = now + timings.trust / 2 + UInt64.random(in: 0...timings.trust / 2, using: &random)
        recent.removeAll()
        obstacle = nil
        lostSince = nil
        return [.endList(kind)]
    }
}
