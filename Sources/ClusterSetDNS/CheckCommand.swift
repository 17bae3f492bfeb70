import ArgumentParser

/// `clustersetdns check`: reads a Corefile as `serve` would, prints every error, opens nothing.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a Corefile and print every error in it.")

    @OptionGroup var corefile: CorefileOptions

    func run() throws {
        _ = try CorefileSource(corefile).checkedPlan()
    }
}
