import ArgumentParser
import ClusterSet
import DNSWire
import Logging
import Posix

/// `clustersetdns explain NAME [TYPE]`: why a name resolves, or does not.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a name resolves, or does not.",
        discussion: """
            Without --manifests, --kubeconfig and --server, the Corefile says where the zones come from. Nothing is changed and \
            no socket is opened for clients. With --search, shows what a pod's resolver asks for, name by name.
            """)

    @Argument(help: "The name, as a program would look for it.")
    var name: String

    @Argument(help: "The type of record; without it A and AAAA, as a program asks for addresses.")
    var type: String?

    @OptionGroup var source: ZoneSourceOptions

    @Option(
        help: ArgumentHelp(
            "A server to ask, in place of zones that are loaded here.", valueName: "address[:port]"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "The domains that the resolver searches, with blanks between them (resolv.conf).",
            valueName: "domains"))
    var search = ""

    @Option(help: ArgumentHelp("How many dots a name has that is looked for as it is first.", valueName: "n"))
    var ndots = 5

    func validate() throws {
        guard type == nil || RRType(type ?? "") != nil else {
            throw ValidationError(
                "'\(type ?? "")' is no type of record: write A, AAAA, SRV, TXT or TYPE65280")
        }
        guard (0...15).contains(ndots) else { throw ValidationError("--ndots is a number from 0 to 15") }
        guard let server else { return }
        guard RemoteServer(server) != nil else {
            throw ValidationError("--server '\(server)' is no IP address, nor one with a port")
        }
        guard source.kubeconfig == nil, source.manifests.isEmpty else {
            throw ValidationError("--server asks a server: leave --manifests and --kubeconfig out")
        }
    }

    func run() throws {
        LoggingSystem.bootstrap { TextLogHandler(component: $0, output: .errors, level: .warning) }
        defer { LineQueue.errors.flush() }
        let search = try ResolverSearch(name, search: domains, ndots: ndots)
        let types = type.flatMap { RRType($0) }.map { [$0] } ?? [.a, .aaaa]
        if let remote = server.flatMap({ RemoteServer($0) }) {
            let report = SearchReport(search, types: types, by: remote)
            write([("Server", ["\(remote.address)"]), questions(report)])
            guard report.steps.contains(where: \.isAnswered) else { throw ExitCode.failure }
            return
        }
        var (served, origin) = try source.zones()
        served.keepEndpoints()
        let zones = try LoadedZones(served)
        try zones.load(atMost: source.timeout)
        let report = SearchReport(search, types: types, by: zones)
        let main = report.mainStep { zones.findings(at: $0) != nil || zones.origin(of: $0) != nil }
        write([questions(report)] + (main.map { sections(on: $0, in: zones, from: origin) } ?? []))
    }

    private var domains: [String] { search.split(separator: " ").map(String.init) }

    private func questions(_ report: SearchReport) -> (String, [String]) { ("Questions", report.lines) }

    /// What is known of one name.
    private func sections(
        on step: SearchReport.Step, in zones: LoadedZones, from origin: String
    ) -> [(String, [String])] {
        let state = zones.obstacle.map { "not synchronised: \($0)" } ?? "synchronised"
        guard let zone = zones.origin(of: step.name) else {
            let reason =
                "\(step.name) is in no zone of a cluster set here: another server has to answer for it"
            return [("Zone", [reason, "from \(origin), \(state)"])]
        }
        var sections = [
            ("Name", [step.name.description]), ("Zone", [zone.description, "from \(origin), \(state)"]),
        ]
        guard let findings = zones.findings(at: step.name) else {
            return sections + [
                ("Object", ["none that this name could come from"] + neighbours(of: step.name, in: zones))
            ]
        }
        let report = FindingsReport(findings, now: WallClock.seconds)
        sections.append(("Object", report.object))
        sections.append(("Clusters", report.clusters.isEmpty ? ["no EndpointSlices"] : report.clusters))
        if !report.slices.isEmpty { sections.append(("Slices", report.slices)) }
        let records = findings.questions.flatMap { name, type in
            zones.ask(name, [type]).flatMap { $0.response?.answer ?? [] }
        }
        return sections + [("Records", records.isEmpty ? ["none"] : records.map(\.description))]
    }

    /// What there is in the namespace that a name would be in.
    private func neighbours(of name: Name, in zones: LoadedZones) -> [String] {
        guard let (namespace, names) = zones.neighbours(of: name) else { return [] }
        let most = 10
        let rest = names.count > most ? ", and \(names.count - most) more" : ""
        return names.isEmpty
            ? ["no ServiceImport in namespace \(namespace) has a name here"]
            : ["in namespace \(namespace): \(names.sorted().prefix(most).joined(separator: ", "))\(rest)"]
    }

    /// Writes titles, and beside each its lines.
    private func write(_ sections: [(title: String, lines: [String])]) {
        for (title, lines) in sections {
            for (index, line) in lines.enumerated() {
                StandardOutput.output.write("\((index == 0 ? title : "").padded(to: 10))\(line)")
            }
        }
    }
}
