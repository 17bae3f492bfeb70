import ArgumentParser
import Posix

/// `clustersetdns serve`: what the program is for.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve what a Corefile says. (The default.)")

    @OptionGroup var corefile: CorefileOptions

    @Option(
        name: [.customLong("pidfile"), .customLong("pidfile", withSingleDash: true)],
        help: ArgumentHelp("File to write the process id to.", valueName: "file"))
    var pidfile: String?

    @Option(
        name: [.customLong("log-format"), .customLong("log-format", withSingleDash: true)],
        help: "The form of every line on standard output.")
    var logFormat = LogForm.text

    @Flag(
        name: [.customLong("quiet"), .customLong("quiet", withSingleDash: true)],
        help: "Print nothing at start-up.")
    var quiet = false

    @Flag(
        name: [.customLong("version"), .customLong("version", withSingleDash: true)],
        help: "Print the version.")
    var version = false

    @Flag(
        name: [.customLong("plugins"), .customLong("plugins", withSingleDash: true)],
        help: "List the directives, in the order in which they act on a query.")
    var plugins = false

    func run() throws {
        if version { return StandardOutput.output.write(Version.banner) }
        if plugins { return StandardOutput.output.write(Directives.listing) }
        CurrentProcess.setUpAllocator()
        // Each connection takes a descriptor, and the usual limit is meant for programs that use select(2).
        DescriptorLimit.raise()
        try Service(
            source: CorefileSource(corefile), isQuiet: quiet, pidfile: pidfile, logForm: logFormat
        ).run()
    }
}
