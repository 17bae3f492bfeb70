package import DNSWire
import RecordStore

/// What is served at one address: zones, and the block that answers for each. A reload replaces it as a whole.
package final class Listener: Sendable {
    private let zones: ZoneTable
    private let served: ServedZone?
    package let isObserved: Bool

    /// A listener for `zones`, each with the block that answers for it.
    package init(zones: [(origin: Name, block: ServerBlock)]) {
        let ordered = zones.sorted { $0.origin.wire.count > $1.origin.wire.count }
        self.zones = ZoneTable(longestFirst: ordered.map(\.origin))
        served = ordered.reversed().reduce(nil) { ServedZone($1.block, next: $0) }
        isObserved = zones.contains { $0.block.isObserved }
    }

    /// What a query is about: the verdict, and where in the zones and the store to look.
    func read(_ octets: Span<UInt8>, isCut: Bool, hash: OwnerHash) -> QueryOutline {
        var reader = QuestionReader(octets)
        guard reader.readQuestion(isCut: isCut), reader.readRecords() else { return reader.outline }
        guard !reader.outline.asksForMeta, let zone = zones.zone(of: octets, outline: reader.outline),
            accepts(reader.outline.classCode, in: zone)
        else {
            reader.stop(.refused)
            return reader.outline
        }
        reader.noteZone(zone, length: zones.length(zone))
        let outline = reader.outline
        reader.noteHash(hash(octets.extracting(12 + outline.branchLength..<12 + outline.nameLength)))
        return reader.outline
    }

    /// Whether the block of `zone` answers for a class: IN always, CH if it has a responder for that.
    private func accepts(_ classCode: UInt16, in zone: Int) -> Bool {
        guard classCode != RRClass.in.rawValue else { return true }
        return classCode == RRClass.ch.rawValue && block(zone)?.answersChaos ?? false
    }

    /// Whether the lookups of a batch are worth staging.
    package var isLarge: Bool { served?.isLarge ?? false }

    /// Loads what a lookup will look at: the home slot first, the owner's head in a second stage.
    func touch(_ outline: QueryOutline, _ stage: LookupStage, in section: borrowing ReadSection) {
        served?.touch(outline.zone, outline.hash, stage, in: section)
    }

    /// Composes the response of the block that answers for the query's zone.
    func answer(
        _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        served?.answer(query.outline.zone, query, turn: turn, in: section, into: &response)
    }

    /// Hands query and response to the observers of the block that answered.
    package func observe(_ query: borrowing Query, response: Span<UInt8>, seconds: Double) {
        guard query.outline.verdict == .ask else { return }
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

    init(_ block: ServerBlock, next: ServedZone?) {
        self.block = block
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

    func answer(
        _ index: Int, _ query: borrowing Query, turn: UInt32, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) {
        guard index == 0 else {
            next?.answer(index - 1, query, turn: turn, in: section, into: &response)
            return
        }
        block.answer(query, turn: turn, in: section, into: &response)
    }
}
