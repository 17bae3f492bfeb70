/// All samples of one metric: what `/metrics` shows under one HELP and one TYPE line.
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    /// What sources come to together that share a name and labels.
    package enum Combination: Sendable { case sum, least, greatest }

    package enum Value: Sendable {
        case count(UInt64)
        case number(Double)
        case distribution(Distribution)
    }

    /// What was measured of one thing, which the labels name.
    package struct Sample: Sendable {
        package var labels: MetricLabels
        package var value: Value

        package init(_ value: Value, labels: MetricLabels = [:]) {
            self.labels = labels
            self.value = value
        }
    }

    /// Begins with who exports it and ends with its unit, that of a counter with `_total`.
    package let name: String
    package let help: String
    package let kind: Kind
    /// Counts and distributions are added up, whatever it says.
    package let combination: Combination
    package var samples: [Sample]

    package init(
        _ name: String, help: String, kind: Kind, combination: Combination = .sum, samples: [Sample]
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        self.combination = combination
        self.samples = samples
    }

    /// A counter with one sample.
    package static func counter(
        _ name: String, help: String, _ count: UInt64, labels: MetricLabels = [:]
    ) -> MetricFamily {
        MetricFamily(name, help: help, kind: .counter, samples: [Sample(.count(count), labels: labels)])
    }

    /// A gauge with one sample.
    package static func gauge(
        _ name: String, help: String, _ number: Double, labels: MetricLabels = [:]
    ) -> MetricFamily {
        MetricFamily(name, help: help, kind: .gauge, samples: [Sample(.number(number), labels: labels)])
    }

    /// A histogram with one sample.
    package static func histogram(
        _ name: String, help: String, _ distribution: Distribution, labels: MetricLabels = [:]
    ) -> MetricFamily {
        MetricFamily(
            name, help: help, kind: .histogram, samples: [Sample(.distribution(distribution), labels: labels)]
        )
    }
}

extension MetricFamily.Value {
    /// What both measured together.
    func combined(
        with other: MetricFamily.Value, by combination: MetricFamily.Combination
    ) -> MetricFamily.Value {
        switch (self, other) {
        case (.count(let mine), .count(let theirs)): return .count(mine &+ theirs)
        case (.distribution(var mine), .distribution(let theirs)):
            mine.add(theirs)
            return .distribution(mine)
        case (.number(let mine), .number(let theirs)):
            switch combination {
            case .sum: return .number(mine + theirs)
            case .least: return .number(min(mine, theirs))
            case .greatest: return .number(max(mine, theirs))
            }
        // A family has values of one kind.
        default: return self
        }
    }
}
