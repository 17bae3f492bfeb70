/// What a scrape says, read by the grammar of Prometheus's text format 0.0.4 and by the rules for names that promtool checks.
package struct ScrapeText {
    package struct Family {
        package let name: String
        package let help: String
        package fileprivate(set) var type = ""
        package fileprivate(set) var samples: [Sample] = []
    }

    package struct Sample {
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    package private(set) var families: [Family] = []
    /// What is wrong with it.
    package private(set) var faults: [String] = []

    package init(_ text: String) {
        if !text.hasSuffix("\n") { faults.append("the last line does not end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) { take(line) }
        let names = families.map(\.name)
        for name in Set(names) where names.count(where: { $0 == name }) > 1 {
            faults.append("\(name) comes twice")
        }
        for family in families { faults += family.faults }
    }

    package subscript(name: String) -> Family? { families.first { $0.name == name } }

    private mutating func take(_ line: Substring) {
        if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+)/) {
            families.append(Family(name: String(match.output.1), help: String(match.output.2)))
        } else if let match = line.wholeMatch(of: /# TYPE ([^ ]+) (counter|gauge|histogram)/),
            let last = families.indices.last, families[last].name == match.output.1,
            families[last].type.isEmpty
        {
            families[last].type = String(match.output.2)
        } else if let sample = Sample(line), let last = families.indices.last, !families[last].type.isEmpty {
            families[last].samples.append(sample)
        } else {
            faults.append("not expected: \(line)")
        }
    }
}

extension ScrapeText.Sample {
    fileprivate init?(_ line: Substring) {
        guard let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([^ ]+)/),
            let value = Double(match.output.3)
        else { return nil }
        var labels: [String: String] = [:]
        var rest = match.output.2 ?? ""
        while let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\\\|\\"|\\n)*)"(,|$)/) {
            guard labels.updateValue(String(label.output.2), forKey: String(label.output.1)) == nil else {
                return nil
            }
            rest = rest[label.range.upperBound...]
        }
        guard rest.isEmpty else { return nil }
        self.init(name: String(match.output.1), labels: labels, value: value)
    }

    /// What tells it from others of its family.
    fileprivate var key: String { "\(name) \(labels.sorted { $0.key < $1.key })" }
}

extension ScrapeText.Family {
    /// The names of its labels; of a histogram without `le`.
    package var labelNames: Set<String> {
        Set(samples.flatMap(\.labels.keys)).subtracting(type == "histogram" ? ["le"] : [])
    }

    /// The upper bounds of a histogram as they are written, without the last one.
    package var upperBounds: [String] {
        guard let first = histograms.first else { return [] }
        return first.compactMap { $0.labels["le"] }.dropLast()
    }

    /// The samples of a histogram, those that belong together.
    private var histograms: [[ScrapeText.Sample]] {
        var order: [[String: String]] = []
        var groups: [[String: String]: [ScrapeText.Sample]] = [:]
        for sample in samples {
            let labels = sample.labels.filter { $0.key != "le" }
            if groups[labels] == nil { order.append(labels) }
            groups[labels, default: []].append(sample)
        }
        return order.compactMap { groups[$0] }
    }

    fileprivate var faults: [String] {
        var faults: [String] = []
        func expect(_ holds: Bool, _ fault: String) { if !holds { faults.append("\(name) \(fault)") } }
        expect(!samples.isEmpty, "has no samples")
        expect(Set(samples.map(\.key)).count == samples.count, "has a sample twice")
        let names = samples.map { Set($0.labels.keys).subtracting(["le"]) }
        expect(Set(names).count <= 1, "has samples with other labels")
        expect(names.joined().allSatisfy { !$0.hasPrefix("__") }, "has a label that is Prometheus's own")
        expect(
            name.firstMatch(of: /_(milli|micro|nano)seconds|_ms_|_(kilo|mega)bytes|_octets|_counter$/) == nil,
            "has a unit that is no base unit")
        switch type {
        case "counter":
            expect(name.hasSuffix("_total"), "does not end with _total")
            expect(samples.allSatisfy { $0.value >= 0 }, "is negative")
            expect(samples.allSatisfy { $0.name == name }, "has a sample of another name")
        case "gauge":
            let suffixes = ["_total", "_count", "_sum", "_bucket"]
            expect(!suffixes.contains(where: name.hasSuffix), "ends like what it is not")
            expect(samples.allSatisfy { $0.name == name }, "has a sample of another name")
        default:
            expect(name.hasSuffix("_seconds") || name.hasSuffix("_bytes"), "has no unit")
            for histogram in histograms { faults += self.faults(of: histogram) }
        }
        return faults
    }

    private func faults(of histogram: [ScrapeText.Sample]) -> [String] {
        let buckets = histogram.filter { $0.name == "\(name)_bucket" }
        let (sums, counts) = ("\(name)_sum", "\(name)_count")
        let bounds = buckets.map { $0.labels["le"].flatMap { Double($0) } ?? .nan }
        let values = buckets.map(\.value)
        let good =
            histogram.suffix(2).map(\.name) == [sums, counts] && buckets.count == histogram.count - 2
            && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 } && bounds.last == .infinity
            && zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } && values.last == histogram.last?.value
        return good ? [] : ["\(name) is no histogram: \(histogram)"]
    }
}
