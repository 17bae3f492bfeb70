import ArgumentParser
import DNSWire
import Logging
import Posix

/// `clustersetdns dump`: the zones as zone files.
struct DumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump", abstract: "Print the zones as zone files.",
        discussion: """
            Without --manifests and --kubeconfig, the Corefile says where the zones come from. What is printed is what \
            `transfer` lets secondaries have. Nothing is changed and no socket is opened for clients.
            """)

    @OptionGroup var source: ZoneSourceOptions

    func run() throws {
        LoggingSystem.bootstrap { TextLogHandler(component: $0, output: .errors, level: .warning) }
        defer { LineQueue.errors.flush() }
        let (served, origin) = try source.zones(ofAllAddresses: true)
        guard !served.multiclusterPlans.isEmpty else {
            throw fail("\(origin): no zone of a cluster set in it")
        }
        let zones = try LoadedZones(served)
        try zones.load(atMost: source.timeout)
        if let obstacle = zones.obstacle {
            throw fail("\(origin): not synchronised after \(source.timeout) seconds: \(obstacle)")
        }
        for (index, file) in zones.files.enumerated() {
            if index > 0 { StandardOutput.output.write("") }
            StandardOutput.output.write(file.lines.joined(separator: "\n"))
        }
    }

    private func fail(_ reason: String) -> ExitCode {
        LineQueue.errors.flush()
        StandardOutput.error.write(reason)
        return .failure
    }
}
