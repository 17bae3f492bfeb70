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
    }

    /// The neighbours in a list, which is a ring that begins and ends at its phase's own link.
    private struct Link {
        var previous: Int
        var next: Int
    }

    private var places: [Place] = []
    private var free: [Int] = []
    /// Those of the phases first, by their numbers, and then those of the places.
    private var links = Phase.allCases.map { Link(previous: $0.rawValue, next: $0.rawValue) }
    private var counts = [Int](repeating: 0, count: Phase.allCases.count)

    /// How many connections there are.
    var count: Int { places.count - free.count }

    /// How many connections are in `phase`.
    func count(in phase: Phase) -> Int { counts[phase.rawValue] }

    /// Takes a new connection, in `phase` since `now`; returns its place.
    mutating func insert(_ connection: StreamConnection, in phase: Phase = .idle, now: UInt64) -> Int {
        let place = free.popLast() ?? places.count
        if place == places.count {
            places.append(Place())
            links.append(Link(previous: 0, next: 0))
        }
        places[place].connection = connection
        enter(place, phase, now)
        return place
    }

    /// The place of the connection that `token` names, unless it is gone.
    func place(of token: Token) -> Int? {
        let place = Int(token & 0xFFFF_FFFF)
        guard place < places.count, UInt64(places[place].generation) == token >> 32,
            places[place].connection != nil
        else { return nil }
        return place
    }

    /// The name of the connection in `place`.
    func token(_ place: Int) -> Token { UInt64(places[place].generation) << 32 | UInt64(place) }

    /// The connection in `place`; nil if there is none.
    subscript(place: Int) -> StreamConnection? { places[place].connection }

    /// Gives the connection in `place` a turn, where it stands; nil if there is none.
    mutating func attend(
        to occasion: StreamConnection.Occasion, at place: Int, with space: inout StreamWorkspace
    ) -> StreamConnection.Next? {
        let phase = places[place].phase
        return places[place].connection?.attend(to: occasion, in: phase, with: &space)
    }

    func phase(_ place: Int) -> Phase { places[place].phase }

    /// Begins a phase, or the same one anew.
    mutating func move(_ place: Int, to phase: Phase, now: UInt64) {
        leave(place)
        enter(place, phase, now)
    }

    /// Who has been in `phase` longest, and since when.
    func oldest(in phase: Phase) -> (place: Int, since: UInt64)? {
        let place = links[phase.rawValue].next - Phase.allCases.count
        return place < 0 ? nil : (place, places[place].since)
    }

    /// Lets go of a connection, which closes it.
    mutating func remove(_ place: Int) {
        leave(place)
        places[place].connection = nil
        places[place].generation &+= 1
        free.append(place)
    }

    /// Where connections are.
    var occupied: [Int] { places.indices.filter { places[$0].connection != nil } }

    /// Puts a place at the end of a phase's list.
    private mutating func enter(_ place: Int, _ phase: Phase, _ now: UInt64) {
        places[place].phase = phase
        places[place].since = now
        let own = place + Phase.allCases.count
        let last = links[phase.rawValue].previous
        links[own] = Link(previous: last, next: phase.rawValue)
        links[last].next = own
        links[phase.rawValue].previous = own
        counts[phase.rawValue] += 1
    }

    /// Takes a place out of its list.
    private mutating func leave(_ place: Int) {
        let link = links[place + Phase.allCases.count]
        links[link.previous].next = link.next
        links[link.next].previous = link.previous
        counts[places[place].phase.rawValue] -= 1
    }
}
