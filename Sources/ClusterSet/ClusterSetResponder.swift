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
                return answerWithoutImage(query, at: owner, in: section, into: &response)
            }
            response.answer(image)
            return .answered
        }
        guard let branch = owner.branch(query.branchLabels) else {
            return deny(query, in: section, into: &response)
        }
        guard let image = branch.image(for: query.type) else {
            return answerWithoutImage(query, at: owner, in: section, into: &response)
        }
        response.answer(image)
        return .answered
    }

    // What follows stands apart from `respond`: it needs room for a text, which positive answers would pay for.

    /// Answers for a name that exists, `owner`'s or the underscored one below it, but has no records of QTYPE, or of any.
    @inline(never)
    private func answerWithoutImage(
        _ query: borrowing Query, at owner: borrowing Owner, in section: borrowing ReadSection,
        into response: inout ResponseWriter
    ) -> Outcome {
        let hasBranch = query.outline.branchLength > 0
        guard hasBranch || owner.remark(.absence) == nil else {
            return deny(query, in: section, into: &response)
        }
        if answerWithoutImage(query, in: section, into: &response), response.takesExplanation {
            var denial = denial(of: query, in: section)
            if !hasBranch {
                denial.explainLack(of: query.type, at: owner)
            } else if let branch = owner.branch(query.branchLabels) {
                denial.explainLack(of: query.type, atBranchOf: branch)
            }
            response.explain(denial.isStale ? .staleAnswer : .other, text: denial.text.span)
        }
        return .answered
    }

    /// Answers for a name that exists but has no records of QTYPE: NODATA, save for the types that stand in no image. Returns
    /// whether it is NODATA.
    private func answerWithoutImage(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Bool {
        if query.type == .any {
            response.answer(any)
            return false
        }
        guard let soa = section.soa(of: store) else {
            fail(in: section, &response)
            return false
        }
        guard query.type == .soa, query.outline.nameLength == originLength else {
            response.negative(.noerror, soa: soa)
            return true
        }
        response.soaAnswer(soa)
        return false
    }

    /// Answers for a name that does not exist, unless others know better, or the feed has yet to say.
    @inline(never)
    private func deny(
        _ query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        guard origin.contains(query), !fallthroughZones.contains(query) else {
            return .declined
        }
        guard section.withValue(of: readiness, { $0.isSynced }), let soa = section.soa(of: store) else {
            fail(in: section, &response)
            return .answered
        }
        response.negative(.nxdomain, soa: soa)
        if response.takesExplanation {
            var denial = denial(of: query, in: section)
            denial.explainAbsence(branch: query.branchLabels, in: store, section)
            response.explain(denial.isStale ? .staleNXDOMAIN : .other, text: denial.text.span)
        }
        return .answered
    }

    /// The beginning of the reason why `query` gets nothing: since when nobody knows whether it still holds, if so.
    @_lifetime(copy query)
    private func denial(of query: borrowing Query, in section: borrowing ReadSection) -> Denial {
        var denial = Denial(of: query, zoneLength: originLength)
        if section.withValue(of: readiness, { $0.isStale }) {
            let loss = section.withValue(of: readiness) { $0.loss }
            denial.beginStale(loss.span)
        }
        return denial
    }

    /// Answers that the zone cannot say yet: with AA, as CoreDNS does, unlike the SERVFAIL at the end of a chain.
    private func fail(in section: borrowing ReadSection, _ response: inout ResponseWriter) {
        response.fail(.servfail, authoritative: true)
        guard response.takesExplanation else { return }
        let obstacle = section.withValue(of: readiness) { $0.obstacle }
        response.explain(.notReady, text: obstacle.span)
    }
}
