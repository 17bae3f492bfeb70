/// What names one sample among those of its family: names with values, in the order of the names.
package struct MetricLabels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private struct Label: Hashable {
        let name: String
        let value: String
    }

    private let labels: [Label]

    /// Of labels of the same name the first one stands.
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }

    package init(_ elements: [(String, String)]) {
        var names: Set<String> = []
        labels = elements.filter { names.insert($0.0).inserted }
            .map { Label(name: $0.0, value: $0.1) }
            .sorted { $0.name < $1.name }
    }

    var isEmpty: Bool { labels.isEmpty }

    /// `name="value",…`, escaped.
    var text: String {
        labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension MetricLabels: Comparable {
    package static func < (left: MetricLabels, right: MetricLabels) -> Bool {
        left.labels.lexicographicallyPrecedes(right.labels) {
            ($0.name, $0.value) < ($1.name, $1.value)
        }
    }
}
