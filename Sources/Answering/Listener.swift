package import DNSWire
import RecordStore

/// What is served at one address: zones, and the block that answers for each. A reload replaces it as a whole.
package final class Listener: Sendable {
    private let zones: ZoneTable
    private let served: ServedZone?
    /// Counts the queries that no block is asked about, because of their class, type or name.
    private let refusals: QueryMeter?
    private let refusal: Refusal
    package let isObserved: Bool
    /// Whether anything here looks at the client's address: otherwise it is left where the kernel wrote it.
    package let asksWho: Bool
    /// Whether anything counts queries here.
    package let isMetered: Bool

    /// A listener for `zones`, each with the block that answers for it and what counts the queries for it, if anything does.
    package init(
        zones: [(origin: Name, block: ServerBlock, meter: QueryMeter?)], refusals: QueryMeter? = nil
    ) {
        let ordered = zones.sorted { $0.origin.wire.count > $1.origin.wire.count }
        self.zones = ZoneTable(longestFirst: ordered.map(\.origin))
        self.refusals = refusals
        refusal = Refusal(zones.filter(\.block.explains).map(\.origin))
        served = ordered.reversed().reduce(nil) { ServedZone($1.block, meter: $1.meter, next: $0) }
        isObserved = zones.contains { $0.block.isObserved }
        asksWho = refusals != nil || zones.contains { $0.meter != nil || $0.block.asksWho }
        isMetered = refusals != nil || zones.contains { $0.meter != nil }
    }

    /// A listener for `zones`, where nothing is counted.
    package convenience init(zones: [(origin: Name, block: ServerBlock)]) {
        self.init(zones: zones.map { ($0.origin, $0.block, nil) })
    }

    /// What a query is about: the verdict, and where in the zones and the store to look.
    @inline(__always)  // `Engine.read` is all that calls it.
    func read(_ octets: Span<UInt8>, isCut: Bool, hash: OwnerHash, into outline: inout QueryOutline) {
        outline = QueryOutline()
        guard outline.readQuestion(of: octets, isCut: isCut), outline.readRecords(of: octets) else { return }
        guard !outline.asksForMeta else { return readMeta(octets, into: &outline) }
        guard let (zone, zoneLength) = self.zone(of: octets, outline), accepts(outline.classCode, in: zone)
        else {
            outline.stop(.refused)
            return
        }
        outline.noteZone(zone, length: zoneLength, of: octets)
        outline.noteHash(hash, of: octets)
    }

    /// The same for a QTYPE that no zone holds: of those, a block may answer AXFR and IXFR.
    @inline(never)
    private func readMeta(_ octets: Span<UInt8>, into outline: inout QueryOutline) {
        guard outline.asksForTransfer, outline.classCode == 1,
            let (zone, zoneLength) = self.zone(of: octets, outline), block(zone)?.transfers ?? false
        else {
            outline.stop(.refused)
            return
        }
        outline.noteZone(zone, length: zoneLength, of: octets)
        outline.stop(.transfer)
    }

    /// The zone that the QNAME of a query is in, and the length of its name.
    @inline(__always)
    private func zone(of octets: Span<UInt8>, _ outline: borrowing QueryOutline) -> (Int, Int)? {
        zones.zone(of: octets, nameLength: outline.nameLength, typeCode: outline.typeCode)
    }

    /// Whether the block of `zone` answers for a class: IN always, CH if it has a responder for that.
    @inline(__always)
    private func accepts(_ classCode: UInt16, in zone: Int) -> Bool {
        // A number, because each constant of another module is a call.
        guard classCode != 1 else { return true }
        return classCode == RRClass.ch.rawValue && block(zone)?.answersChaos ?? false
    }

    /// Whether the lookups of a batch are worth staging.
    package var isLarge: Bool { served?.isLarge ?? false }

    /// Loads what a lookup will look at: the home slot, then the owner's head, then what stands behind it.
    func touch(_ outline: QueryOutline, _ stage: LookupStage, in section: borrowing ReadSection) {
        served?.touch(outline.zone, outline.hash, stage, in: section)
    }

    /// Composes the response of the block that answers for the query's zone.
    @inline(__always)
    func answer(
        _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        served?.answer(query.outline.zone, query, turn: turn, in: section, into: &response)
    }

    /// Answers a query for AXFR or IXFR: by a series of messages, or by the response.
    func transfer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)? {
        block(query.outline.zone)?.transfer(query, in: section, into: &response)
    }

    /// Composes the response to a query that no block is asked about.
    func refuse(_ query: borrowing Query, into response: inout ResponseWriter) {
        refusal.compose(query, into: &response)
    }

    /// Counts a query and its response. Those that CoreDNS answers before it counts are not counted here either.
    func note(_ query: borrowing Query, _ response: inout ResponseWriter, by worker: WorkerNumber) {
        switch query.outline.verdict {
        case .ask, .transfer:
            served?.note(
                query.outline.zone, query, rcode: response.rcode, author: response.author,
                length: response.count, by: worker)
        case .refused:
            refusals?.note(
                query, rcode: response.rcode, author: 0, length: response.count, by: worker)
        case .drop, .notImplemented, .unreadable, .malformed, .badVersion: break
        }
    }

    /// Counts how long a query took.
    func note(nanoseconds: Int, of outline: QueryOutline, by worker: WorkerNumber) {
        switch outline.verdict {
        case .ask, .transfer: served?.note(outline.zone, nanoseconds: nanoseconds, by: worker)
        case .refused: refusals?.note(nanoseconds: nanoseconds, by: worker)
        case .drop, .notImplemented, .unreadable, .malformed, .badVersion: break
        }
    }

    /// Hands query and response to the observers of the block that answered.
    package func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        switch query.outline.verdict {
        case .ask, .transfer: break
        case .drop, .notImplemented, .unreadable, .malformed, .badVersion, .refused: return
        }
        block(query.outline.zone)?.observe(query, response: response, seconds: seconds)
    }

    /// The block that answers for zone `index`. (It is retained: not for the way to an answer.)
    private func block(_ index: Int) -> ServerBlock? {
        var zone = served
        for _ in 0..<index { zone = zone?.next }
        return zone?.block
    }
}

/// One of a listener's zones, and those behind it: a list, because an array retains what it hands out, and all workers
/// would write to one count at each query.
private final class ServedZone: Sendable {
    let block: ServerBlock
    let next: ServedZone?
    private let meter: QueryMeter?

    init(_ block: ServerBlock, meter: QueryMeter?, next: ServedZone?) {
        self.block = block
        self.meter = meter
        self.next = next
    }

    var isLarge: Bool { block.isLarge || next?.isLarge ?? false }

    func touch(_ index: Int, _ hash: UInt64, _ stage: LookupStage, in section: borrowing ReadSection) {
        guard index == 0 else {
            next?.touch(index - 1, hash, stage, in: section)
            return
        }
        block.touch(hash, stage, in: section)
    }

    @inline(__always)
    func answer(
        _ index: Int, _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        guard index == 0 else {
            answerBehind(index, query, turn: turn, in: section, into: &response)
            return
        }
        block.answer(query, turn: turn, in: section, into: &response)
    }

    /// Apart, so that the first zone, which most queries are for, is reached without a call.
    @inline(never)
    private func answerBehind(
        _ index: Int, _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        next?.answer(index - 1, query, turn: turn, in: section, into: &response)
    }

    func note(
        _ index: Int, _ query: borrowing Query, rcode: UInt8, author: UInt8, length: Int,
        by worker: WorkerNumber
    ) {
        guard index == 0 else {
            next?.note(index - 1, query, rcode: rcode, author: author, length: length, by: worker)
            return
        }
        meter?.note(query, rcode: rcode, author: author, length: length, by: worker)
    }

    func note(_ index: Int, nanoseconds: Int, by worker: WorkerNumber) {
        guard index == 0 else {
            next?.note(index - 1, nanoseconds: nanoseconds, by: worker)
            return
        }
        meter?.note(nanoseconds: nanoseconds, by: worker)
    }
}
