import Answering
import ClusterSet
import Corefile
import DNSWire
import Logging
import RecordStore

/// Gives the zones of a server block to those who may have them.
final class OutgoingTransfers: TransferResponder {
    private let plans: [TransferPlan]
    private let zones: [TransferableZone]
    private let logger: Logger

    init(_ plans: [TransferPlan], zones: [TransferableZone], logger: Logger) {
        self.plans = plans
        self.zones = zones
        self.logger = logger
    }

    func transfer(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)? {
        guard query.client.transport != .udp else {
            response.fail(.refused)
            response.explain(.notSupported, text: "zones are transferred over TCP and TLS only")
            return nil
        }
        let qname = query.qname
        guard let plan = plans.plan(for: qname), plan.allows(query.client.address) else {
            response.fail(.refused)
            response.explain(.prohibited, text: "transfer is not for this client")
            return nil
        }
        guard let zone = zones.first(where: { $0.origin == qname }) else {
            response.fail(.notauth)
            response.explain(.notAuthoritative, text: "not the apex of a zone that is transferred here")
            return nil
        }
        var known: UInt32?
        if query.type == .ixfr {
            known = query.knownSerial
            guard known != nil else {
                response.fail(.formerr)
                response.explain(.other, text: "an IXFR query says in one SOA what the client has")
                return nil
            }
        }
        switch zone.open(in: section) {
        case .opened(let snapshot):
            return begin(snapshot, of: zone, known: known, query, in: section, into: &response)
        case .notReady(let obstacle):
            response.fail(.servfail, authoritative: true)
            response.explain(.notReady, text: obstacle.span)
        case .busy:
            response.fail(.servfail)
            response.explain(.other, text: "too many transfers of the zone are under way")
        }
        return nil
    }

    /// Answers with all of `snapshot`, or with its SOA alone where that is as much as the client has (RFC 1995 §2, §4).
    private func begin(
        _ snapshot: Snapshot, of zone: TransferableZone, known: UInt32?, _ query: borrowing Query,
        in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> (any MessageSeries)? {
        let zoneText = zone.origin.folded.description.goQuoted
        let client = query.client.ipAddress.description
        let serial = snapshot.serial
        if let known, Int32(bitPattern: serial &- known) <= 0 {
            zone.answerSOA(in: section, into: &response)
            logger.info(
                "Outgoing noop, incremental transfer for up to date zone \(zoneText) to \(client) for \(serial) SOA serial"
            )
            return nil
        }
        response.fail(.noerror, authoritative: true)
        return ZoneTransfer(of: snapshot, to: query) { [logger] transfer in
            logger.info(
                "Outgoing transfer of \(transfer.recordCount) records of zone \(zoneText) to \(client) for \(serial) SOA serial"
            )
        }
    }
}

extension Query {
    /// The serial of the zone that an IXFR query says its client has; nil when it says none.
    fileprivate var knownSerial: UInt32? {
        guard let message = try? Message(reading: octets), let record = message.authority.first,
            case .soa(let soa) = record.rdata
        else { return nil }
        return soa.serial
    }
}
