import Benchmark
import Loops

/// Each loop by the clock; their instructions are counted by `Benchmarks/instructions`.
let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock], timeUnits: .nanoseconds, scalingFactor: .kilo, maxDuration: .seconds(2))
    for loop in Loop.all {
        Benchmark(loop.name, configuration: configuration) { benchmark, run in
            blackHole(run(benchmark.scaledIterations.count))
        } setup: {
            let rounds = loop.prepare()
            var next = 0
            return { (count: Int) in
                defer { next += count }
                return rounds(next..<next + count)
            }
        }
    }
}
