import ClusterSet
import DNSWire
import RecordStore

/// All records of a zone as a zone file (RFC 1035 §5): the apex first, then name by name in canonical order (RFC 4034 §6.1), which
/// keeps together what belongs to a namespace, a service, a cluster.
struct ZoneFile {
    let origin: Name
    private let soa: ResourceRecord
    private let records: [ResourceRecord]

    /// The zone as it stands; nil when it is not synced, or too many look at it already.
    init?(_ zone: TransferableZone, _ reader: borrowing Reader) {
        guard let snapshot = Self.snapshot(of: zone, reader) else { return nil }
        origin = zone.origin
        soa = snapshot.soa
        var records: [ResourceRecord] = []
        while let owners = snapshot.next(octets: 1 << 20, reader) {
            for owner in owners { records += owner.records }
        }
        self.records = records.map { (record: $0, rank: Rank($0)) }.sorted { $0.rank < $1.rank }
            .map(\.record)
    }

    /// In a section of its own: none is open during the walk.
    private static func snapshot(of zone: TransferableZone, _ reader: borrowing Reader) -> Snapshot? {
        let section = ReadSection(reader)
        guard case .opened(let snapshot) = zone.open(in: section) else { return nil }
        return snapshot
    }

    /// The lines: a comment, and one a record.
    var lines: [String] {
        [
            "; zone \(origin), \(records.count + 1) records", soa.description,
        ] + records.map(\.description)
    }

    /// Where a record stands among those of its zone.
    private struct Rank: Comparable {
        let owner: Name
        let type: Int
        let octets: [UInt8]

        init(_ record: ResourceRecord) {
            owner = record.owner
            type = Self.types.firstIndex(of: record.type) ?? Self.types.count
            octets = record.rdata.octets
        }

        /// As people look for them.
        private static let types: [RRType] = [.ns, .a, .aaaa, .srv, .txt]

        static func < (left: Rank, right: Rank) -> Bool {
            guard left.owner == right.owner else { return left.owner < right.owner }
            guard left.type == right.type else { return left.type < right.type }
            return left.octets.lexicographicallyPrecedes(right.octets)
        }
    }
}
