package import Answering
package import DNSWire
package import RecordStore

/// Answers for one zone from its store.
package final class ClusterSetResponder: Responder {
    private let store: Store
    private let readiness: Published<Readiness>
    private let origin: ZoneTable
    private let originLength: Int
    private let fallthroughZones: ZoneTable
    /// What stands in for all types of a name.
    private let any: AnswerImage

    /// A responder for `zone`, which leaves what does not exist in `fallthroughZones` to the rest of the chain: the root
    /// among them stands for every name.
    package init(_ zone: ClusterSetZone, fallthroughZones: [Name] = []) {
        store = zone.store
        readiness = zone.readiness
        origin = ZoneTable(longestFirst: [zone.origin])
        originLength = zone.origin.wire.count
        self.fallthroughZones = ZoneTable(longestFirst: fallthroughZones)
        any = .any(ttl: zone.ttl)
    }

    /// Everybody gets the same answer.
    package var asksWho: Bool { false }

    package func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        // A number, because each constant of another module is a call.
        guard query.outline.classCode == 1 else { return .declined }
        guard let owner = section.owner(query.ownerName, hash: query.outline.hash, in: store) else {
            return deny(query, in: section, into: &response)
        }
        if query.outline.branchLength == 0 {
            guard let image = owner.image(for: query.type) else {
                return answerWithoutImage(query, in: section, into: &response)
            }
            response.answer(image)
            return .answered
        }
        guard let branch = owner.branch(query.branchLabels) else {
            return deny(query, in: section, into: &response)
        }
        guard let image = branch.image(for: query.type) else {
            return answerWithoutImage(query, in: section, into: &response)
        }
        response.answer(image)
        return .answered
    }

    /// Answers for a name that exists but has no records of QTYPE: NODATA, save for the types that stand in no image.
    private func answerWithoutImage(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        if query.type == .any {
            response.answer(any)
            return .answered
        }
        guard let soa = section.soa(of: store) else { return fail(in: section, &response) }
        if query.type == .soa, query.outline.nameLength == originLength {
            response.soaAnswer(soa)
        } else {
            response.negative(.noerror, soa: soa)
        }
        return .answered
    }

    /// Answers for a name that is not published: it does not exist, unless others know better, or the feed has yet to say.
    private func deny(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        guard origin.contains(query), !fallthroughZones.contains(query) else {
            return .declined
        }
        guard section.withValue(of: readiness, { $0.isSynced }), let soa = section.soa(of: store) else {
            return fail(in: section, &response)
        }
        response.negative(.nxdomain, soa: soa)
        return .answered
    }

    /// Answers that the zone cannot say yet: with AA, as CoreDNS does, unlike the SERVFAIL at the end of a chain.
    private func fail(in section: borrowing ReadSection, _ response: inout ResponseWriter) -> Outcome {
        response.fail(.servfail, authoritative: true)
        let obstacle = section.withValue(of: readiness) { $0.obstacle }
        response.explain(.notReady, text: obstacle.span)
        return .answered
    }
}
