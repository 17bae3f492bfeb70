import DNSWire

/// What a resolver asks for, name by name, and what it gets.
struct SearchReport {
    /// The questions at one name.
    struct Step {
        let name: Name
        let asked: [Asked]

        /// Whether any question got a response.
        var isAnswered: Bool { asked.contains { $0.response != nil } }
    }

    /// In the order in which they are asked; the last one ends the search.
    private(set) var steps: [Step] = []
    /// The names that are not asked for any more.
    private(set) var rest: [Name] = []

    init(_ search: ResolverSearch, types: [RRType], by answerer: some Answerer) {
        for (index, name) in search.names.enumerated() {
            let asked = answerer.ask(name, types)
            steps.append(Step(name: name, asked: asked))
            guard ResolverSearch.goesOn(after: asked.map(\.response)) else {
                rest = Array(search.names[(index + 1)...])
                return
            }
        }
    }

    /// The name that resolves; when none does, the one whose answer says most: one that a cluster set may have, which is
    /// what `fits` tells of a name.
    func mainStep(_ fits: (Name) -> Bool) -> Step? {
        steps.first { $0.asked.contains(where: \.hasAnswer) } ?? steps.first { fits($0.name) } ?? steps.first
    }

    var lines: [String] {
        var lines: [String] = []
        for (index, step) in steps.enumerated() {
            lines.append("\(index + 1). \(step.name)")
            lines += Self.lines(of: step.asked).map { "     \($0)" }
        }
        let isFound = steps.last?.asked.contains(where: \.hasAnswer) == true
        if isFound, !rest.isEmpty {
            lines.append("   Found; not asked for: \(rest.map(\.description).joined(separator: " "))")
        } else if !isFound {
            lines.append("   Nothing found: the program is told that the name does not resolve.")
        }
        return lines
    }

    /// A line for each of `asked`, those that got the same in one.
    private static func lines(of asked: [Asked]) -> [String] {
        var groups: [(types: [String], line: String)] = []
        for one in asked {
            if let index = groups.firstIndex(where: { $0.line == one.line }) {
                groups[index].types.append(one.type.description)
            } else {
                groups.append(([one.type.description], one.line))
            }
        }
        return groups.map { "\($0.types.joined(separator: ", ").padded(to: 5)) \($0.line)" }
    }
}

extension String {
    /// With blanks behind it, as wide as `width`.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
