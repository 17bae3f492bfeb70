package import Answering
package import DNSWire
package import RecordStore

/// A zone as whoever gives it away whole sees it.
package struct TransferableZone: Sendable {
    /// What becomes of a request for the whole zone.
    package enum Opening {
        /// The zone as it stands.
        case opened(Snapshot)
        /// The feed has yet to say what there is: UTF-8.
        case notReady(obstacle: [UInt8])
        /// Too many are under way.
        case busy
    }

    package let origin: Name
    private let store: Store
    private let readiness: Published<Readiness>

    /// Has `zone` keep what transfers need. (Control queue only.)
    package init(_ zone: ClusterSetZone) {
        zone.allowTransfers()
        origin = zone.origin
        store = zone.store
        readiness = zone.readiness
    }

    /// Takes a snapshot: of a zone that is not synced a secondary would keep what is not the zone.
    package func open(in section: borrowing ReadSection) -> Opening {
        guard section.withValue(of: readiness, { $0.isSynced }) else {
            return .notReady(obstacle: section.withValue(of: readiness) { $0.obstacle })
        }
        return Snapshot(of: store, in: section).map { .opened($0) } ?? .busy
    }

    /// Answers with the SOA alone.
    package func answerSOA(in section: borrowing ReadSection, into response: inout ResponseWriter) {
        if let soa = section.soa(of: store) { response.soaAnswer(soa) }
    }
}
