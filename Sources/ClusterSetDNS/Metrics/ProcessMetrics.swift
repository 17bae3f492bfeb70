import Metrics
import Posix

/// What the process has used of the machine, under the names that Go's client library gives it.
struct ProcessMetrics: MetricSource {
    func families() -> [MetricFamily] {
        let process = ProcessStatistics()
        let gauges: [(name: String, help: String, value: Double?)] = [
            ("process_resident_memory_bytes", "Resident memory size in bytes.", process.residentOctets),
            ("process_virtual_memory_bytes", "Virtual memory size in bytes.", process.virtualOctets),
            ("process_open_fds", "Number of open file descriptors.", process.openDescriptors),
            ("process_max_fds", "Maximum number of open file descriptors.", Double(DescriptorLimit.current)),
            (
                "process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.", process.startTime
            ),
        ]
        let processor = MetricFamily(
            "process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.",
            kind: .counter, samples: [MetricFamily.Sample(.number(process.processorSeconds))])
        return [processor]
            + gauges.compactMap { gauge in
                gauge.value.map { .gauge(gauge.name, help: gauge.help, $0) }
            }
    }
}
