import Answering
import DNSWire
import RecordStore

/// Refuses, at the end of a chain, the names that its Corefile leaves to what this server does not do.
final class UnservedZones: Responder {
    /// Some zones, and why names in them are refused.
    struct Rule: Sendable {
        let zones: ZoneTable
        /// The zones within them that are somebody else's.
        let exceptions: ZoneTable
        /// For people: at most 200 octets.
        let reason: String

        init(_ zones: [Name], except exceptions: [Name] = [], reason: String) {
            self.zones = ZoneTable(longestFirst: zones.sorted { $0.wire.count > $1.wire.count })
            self.exceptions = ZoneTable(longestFirst: exceptions.sorted { $0.wire.count > $1.wire.count })
            self.reason = reason
        }
    }

    private let rules: [Rule]

    init(_ rules: [Rule]) { self.rules = rules }

    var asksWho: Bool { false }

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        for index in rules.indices
        where rules[index].zones.contains(query) && !rules[index].exceptions.contains(query) {
            response.fail(.refused)
            response.explain(.notSupported, text: rules[index].reason)
            return .answered
        }
        return .declined
    }
}
