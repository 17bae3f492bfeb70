import ArgumentParser
import Posix

/// The program: parses the command line, runs a command, ends with 0, 1 (one line says why) or 2 (usage).
@main
enum Program {
    static func main() {
        run()
    }

    /// Everything starts here and not in `main`, whose closures would belong to the main actor.
    nonisolated static func run() {
        do {
            var command = try CommandLineInterface.parseAsRoot()
            try command.run()
        } catch {
            finish(error)
        }
    }

    /// Says why the program ends, and ends it.
    nonisolated private static func finish(_ error: any Error) -> Never {
        let code = CommandLineInterface.exitCode(for: error)
        let text = CommandLineInterface.fullMessage(for: error)
        if !text.isEmpty {
            (code == .success ? StandardOutput.output : .error).write(text)
        }
        // ArgumentParser ends with 64 when it cannot make sense of the command line.
        CurrentProcess.exit(code == .validationFailure ? 2 : code.rawValue)
    }
}
