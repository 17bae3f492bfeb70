/// Prometheus's text format, version 0.0.4: what a scrape gets.
package enum Exposition {
    /// The media type of `text`.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All families in the order of their names, each once, with its samples in the order of their labels.
    package static func text(of families: [MetricFamily]) -> String {
        var text = ""
        for (_, parts) in Dictionary(grouping: families, by: \.name).sorted(by: { $0.key < $1.key }) {
            append(parts, to: &text)
        }
        return text
    }

    /// Appends the family that `parts` make up. A family without samples is not shown.
    private static func append(_ parts: [MetricFamily], to text: inout String) {
        guard let family = parts.first else { return }
        var values: [MetricLabels: MetricFamily.Value] = [:]
        for sample in parts.lazy.flatMap(\.samples) {
            values[sample.labels] =
                values[sample.labels]?.combined(with: sample.value, by: family.combination) ?? sample.value
        }
        guard !values.isEmpty else { return }
        text +=
            "# HELP \(family.name) \(escaped(family.help))\n# TYPE \(family.name) \(family.kind.rawValue)\n"
        for (labels, value) in values.sorted(by: { $0.key < $1.key }) {
            append(value, of: family.name, labels: labels.text, to: &text)
        }
    }

    private static func append(
        _ value: MetricFamily.Value, of name: String, labels: String, to text: inout String
    ) {
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        switch value {
        case .count(let count): text += "\(name)\(braces) \(count)\n"
        case .number(let number): text += "\(name)\(braces) \(decimal(number))\n"
        case .distribution(let distribution):
            let prefix = labels.isEmpty ? "" : labels + ","
            var count: UInt64 = 0
            for (index, bound) in (distribution.upperBounds + [.infinity]).enumerated() {
                count &+= distribution.counts[index]
                text += "\(name)_bucket{\(prefix)le=\"\(decimal(bound))\"} \(count)\n"
            }
            text += "\(name)_sum\(braces) \(decimal(distribution.sum))\n\(name)_count\(braces) \(count)\n"
        }
    }

    /// A number as Go writes it where it needs no exponent: bounds are compared as text.
    private static func decimal(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func escaped(_ help: String) -> String {
        help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
