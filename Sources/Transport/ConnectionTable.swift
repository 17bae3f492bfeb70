/// The connections of one worker, and who has waited longest in each phase.
///
/// All deadlines of a phase are equally long, so that one list per phase, in order of arrival, has the next
/// deadline at its head; to move a connection costs the same however many there are.
struct ConnectionTable {
    typealias Phase = StreamConnection.Phase

    /// Names one connection for good: a later one in the same place has another token.
    typealias Token = UInt64

    private struct Place {
        var connection: StreamConnection?
        var generation: UInt32 = 0
        var phase = Phase.idle
        /// When the phase began, in nanoseconds.
        var since: UInt64 = 0
        var previous = -1
        var next = -1
    }

    private struct List {
        var first = -1
        var last = -1
        var count = 0
    }

    private var places: [Place] = []
    private var free: [Int] = []
    private var lists = [List](repeating: List(), count: Phase.allCases.count)

    /// How many connections there are.
    var count: Int { places.count - free.count }

    /// How many connections are in `phase`.
    func count(in phase: Phase) -> Int { lists[phase.rawValue].count }

    /// Takes a new connection, in `phase` since `now`.
    mutating func insert(_ connection: StreamConnection, in phase: Phase = .idle, now: UInt64) -> Token {
        let index = free.popLast() ?? places.count
        if index == places.count { places.append(Place()) }
        places[index].connection = connection
        places[index].phase = phase
        places[index].since = now
        link(index)
        return token(index)
    }

    /// The connection `token` names, unless it is gone.
    subscript(token: Token) -> StreamConnection? {
        index(token).flatMap { places[$0].connection }
    }

    func phase(_ token: Token) -> Phase? { index(token).map { places[$0].phase } }

    /// Begins a phase, or the same one anew.
    mutating func move(_ token: Token, to phase: Phase, now: UInt64) {
        guard let index = index(token) else { return }
        unlink(index)
        places[index].phase = phase
        places[index].since = now
        link(index)
    }

    /// Who has been in `phase` longest, and since when.
    func oldest(in phase: Phase) -> (token: Token, since: UInt64)? {
        let first = lists[phase.rawValue].first
        return first < 0 ? nil : (token(first), places[first].since)
    }

    /// Lets go of a connection, which closes it.
    mutating func remove(_ token: Token) {
        guard let index = index(token) else { return }
        unlink(index)
        places[index].connection = nil
        places[index].generation &+= 1
        free.append(index)
    }

    /// All of them.
    var tokens: [Token] {
        places.indices.filter { places[$0].connection != nil }.map(token)
    }

    private func token(_ index: Int) -> Token {
        UInt64(places[index].generation) << 32 | UInt64(index)
    }

    private func index(_ token: Token) -> Int? {
        let index = Int(token & 0xFFFF_FFFF)
        guard index < places.count, UInt64(places[index].generation) == token >> 32,
            places[index].connection != nil
        else { return nil }
        return index
    }

    private mutating func link(_ index: Int) {
        let list = places[index].phase.rawValue
        places[index].previous = lists[list].last
        places[index].next = -1
        if lists[list].last < 0 {
            lists[list].first = index
        } else {
            places[lists[list].last].next = index
        }
        lists[list].last = index
        lists[list].count += 1
    }

    private mutating func unlink(_ index: Int) {
        let list = places[index].phase.rawValue
        let (previous, next) = (places[index].previous, places[index].next)
        if previous < 0 { lists[list].first = next } else { places[previous].next = next }
        if next < 0 { lists[list].last = previous } else { places[next].previous = previous }
        lists[list].count -= 1
    }
}
