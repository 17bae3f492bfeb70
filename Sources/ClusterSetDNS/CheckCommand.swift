import ArgumentParser
import Corefile
import Posix

/// `clustersetdns check`: reads a Corefile as `serve` would, prints every error, opens nothing.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a Corefile and print every error in it.")

    @OptionGroup var corefile: CorefileOptions

    func run() throws {
        let source = CorefileSource(corefile)
        let (plan, errors) = source.plan(of: source.read())
        for warning in plan.warnings { StandardOutput.error.write("warning: \(warning)") }
        for error in errors { StandardOutput.error.write(error.explanation) }
        guard errors.isEmpty else { throw ExitCode.failure }
    }
}
