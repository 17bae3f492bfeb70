import Answering
import DNSWire
import RecordStore

/// Decides by name, type and client whether the links behind it are asked.
final class AccessControl: Responder {
    /// What becomes of a query.
    enum Action: String {
        /// The links behind are asked.
        case allow
        /// REFUSED.
        case block
        /// NOERROR without records.
        case filter
        /// No response at all.
        case drop
    }

    /// What becomes of some queries.
    struct Policy: Sendable {
        let action: Action
        /// Nil: all types.
        var types: Set<RRType>?
        /// Nil: all clients.
        var networks: [Subnet]?

        init(action: Action) { self.action = action }

        func matches(_ type: RRType, _ client: IPAddress) -> Bool {
            if let types, !types.contains(type) { return false }
            guard let networks else { return true }
            return networks.contains { $0.contains(client) }
        }
    }

    /// The policies for some zones, of which the first that matches counts.
    struct Rule: Sendable {
        let zones: ZoneTable
        let policies: [Policy]

        init(zones: [Name], policies: [Policy]) {
            self.zones = ZoneTable(longestFirst: zones.sorted { $0.wire.count > $1.wire.count })
            self.policies = policies
        }
    }

    let rules: [Rule]

    init(_ rules: [Rule]) { self.rules = rules }

    func respond(
        to query: borrowing Query, in section: borrowing ReadSection, into response: inout ResponseWriter
    ) -> Outcome {
        switch action(on: query) {
        case nil, .allow: return .declined
        case .block:
            response.fail(.refused)
            response.explain(.blocked, text: "acl blocks this client or type")
        case .filter:
            response.fail(.noerror)
            response.explain(.filtered, text: "acl filters this client or type")
        case .drop:
            response.withhold()
        }
        return .answered
    }

    /// What the first rule says that says anything of the query.
    private func action(on query: borrowing Query) -> Action? {
        let type = query.type
        let client = query.client.ipAddress
        for index in rules.indices where rules[index].zones.contains(query) {
            if let policy = rules[index].policies.first(where: { $0.matches(type, client) }) {
                return policy.action
            }
        }
        return nil
    }
}
