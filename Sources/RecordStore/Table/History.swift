import DNSWire
import Synchronization

/// What changes replace, for snapshots that show a store as it was before.
///
/// The writer tells of each owner before it replaces it; a snapshot keeps what it has yet to hand out. Both have the
/// history for moments only: the time of a copy, or of a short stretch of a walk.
struct History: ~Copyable, Sendable {
    /// What stood under a name.
    enum Former: Sendable {
        case nothing
        case owner(OwnerCopy)
    }

    /// What one snapshot has yet to hand out.
    struct Rest {
        fileprivate let number: Int
        var walk = TableWalk()
        /// What changes have replaced of it.
        var former: [Name: Former]

        /// Notes what stands under a name that is about to change, unless that was handed out, or changed before.
        fileprivate mutating func note(_ name: Name, _ hash: UInt64, _ former: Former) {
            guard !walk.hasPassed(hash), self.former[name] == nil else { return }
            self.former[name] = former
        }
    }

    struct State {
        /// What the change under way has replaced; nil between changes.
        var change: [Name: Former]?
        /// By index alone: whatever holds it while one of them changes has all that they keep copied.
        var rests: [Rest] = []
        var lastNumber = 0
    }

    /// The most snapshots of one store at a time: each may come to hold as much as the store does.
    static let limit = 8

    private let isKept = Atomic(false)
    private let state = Mutex(State())
    /// Says once more what the mutex says: ThreadSanitizer does not see into the library that it comes from.
    private let handover = Atomic(false)

    /// From now on, snapshots can be taken. (Writer only, between changes.)
    func keep() { isKept.store(true, ordering: .relaxed) }

    private func withState<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            _ = handover.load(ordering: .acquiring)
            defer { handover.store(true, ordering: .releasing) }
            return body(&state)
        }
    }
}

// MARK: For the writer

extension History {
    /// Snapshots show what stands now, until `endChange`.
    func beginChange() {
        guard isKept.load(ordering: .relaxed) else { return }
        withState { $0.change = [:] }
    }

    /// Snapshots show what stands when `body` has run.
    func endChange(_ body: () -> Void) {
        guard isKept.load(ordering: .relaxed) else { return body() }
        withState { state in
            body()
            state.change = nil
        }
    }

    /// Notes that the owner under the name of `block`, which is `old` or none, is about to change.
    func note(_ old: OwnerBlock?, replacedBy block: OwnerBlock, hash: UInt64) {
        guard isKept.load(ordering: .relaxed) else { return }
        // Safe: the writer frees neither block during this call.
        unsafe note(block, hash, former: old.map { unsafe .owner(OwnerCopy($0)) } ?? .nothing)
    }

    /// Notes that an owner is about to go.
    func note(removalOf block: OwnerBlock, hash: UInt64) {
        guard isKept.load(ordering: .relaxed) else { return }
        // Safe: as above.
        unsafe note(block, hash, former: .owner(OwnerCopy(block)))
    }

    private func note(_ block: OwnerBlock, _ hash: UInt64, former: @autoclosure () -> Former) {
        // Safe: as above.
        withState { state in
            guard state.change != nil || !state.rests.isEmpty, let name = try? Name(wire: unsafe block.name)
            else { return }
            let former = former()
            if state.change?[name] == nil { state.change?[name] = former }
            for index in state.rests.indices { state.rests[index].note(name, hash, former) }
        }
    }

    /// Notes that a name is gone: those that did not know it need not remember that.
    func forget(_ name: Name) {
        guard isKept.load(ordering: .relaxed) else { return }
        withState { state in
            for index in state.rests.indices {
                if case .nothing = state.rests[index].former[name] { state.rests[index].former[name] = nil }
            }
        }
    }
}

// MARK: For snapshots

extension History {
    /// Begins a snapshot, of which `body` takes what is no owner; nil when nothing is kept, or by too many already.
    func begin<Value>(_ body: () -> Value?) -> (number: Int, value: Value)? {
        guard isKept.load(ordering: .relaxed) else { return nil }
        return withState { state in
            guard state.rests.count < Self.limit, let value = body() else { return nil }
            state.lastNumber += 1
            state.rests.append(Rest(number: state.lastNumber, former: state.change ?? [:]))
            return (state.lastNumber, value)
        }
    }

    /// Lets `body` take from the rest of a snapshot.
    func advance<Result>(_ number: Int, _ body: (inout Rest) -> Result) -> Result? {
        withState { state in
            state.rests.firstIndex { $0.number == number }.map { body(&state.rests[$0]) }
        }
    }

    /// Ends a snapshot.
    func end(_ number: Int) { withState { $0.rests.removeAll { $0.number == number } } }

    /// How many names snapshots hold something of, beside what stands in the store.
    var noteCount: Int { withState { $0.rests.reduce(0) { $0 + $1.former.count } } }
}
