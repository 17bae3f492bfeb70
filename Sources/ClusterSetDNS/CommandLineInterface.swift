import ArgumentParser

/// `clustersetdns`: serves, unless a subcommand says otherwise.
struct CommandLineInterface: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clustersetdns",
        abstract: "A multicluster DNS server: answers svc.clusterset.local from Kubernetes ServiceImports.",
        discussion: "Every flag may be written with one dash or with two.",
        subcommands: [ServeCommand.self, CheckCommand.self, ExplainCommand.self, DumpCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}

/// The flags that say which Corefile is meant.
struct CorefileOptions: ParsableArguments {
    @Option(
        name: [.customLong("conf"), .customLong("conf", withSingleDash: true)],
        help: ArgumentHelp(
            "Corefile to load, or \"stdin\" (default: ./Corefile; without one, a server that tells who asks).",
            valueName: "file"))
    var conf: String?

    @Option(
        name: [
            .customLong("dns.port"), .customLong("dns.port", withSingleDash: true), .customShort("p"),
            .customLong("p"),
        ],
        help: ArgumentHelp("Port of the server blocks that name none.", valueName: "port"))
    var port: UInt16 = 53
}
