import Corefile
import Posix

/// Where the Corefile comes from: a file, standard input, or nowhere.
struct CorefileSource: Sendable {
    /// The most octets of a file.
    private static let largestFile = 16 << 20

    /// The file's name as it stands in errors.
    private let file: String
    /// Standard input, which can be read only once; nil when it is not meant.
    private let standardInput: [UInt8]?
    /// Whether the file may be missing.
    private let isOptional: Bool
    private let port: UInt16

    init(_ options: CorefileOptions) {
        port = options.port
        file = options.conf ?? "Corefile"
        isOptional = options.conf == nil
        standardInput = options.conf == "stdin" ? (try? StandardInput.read()) ?? [] : nil
    }

    /// Reads the Corefile as it is now. The plan holds all that could be made out; it is whole when there are no errors.
    func plan() -> (plan: ServerPlan, errors: [CorefileError]) {
        do throws(CorefileError) {
            let document = try Document(parsing: try read(), file: file, in: Self.surroundings)
            return ServerPlan.make(from: document, port: port)
        } catch {
            return (ServerPlan(), [error])
        }
    }

    private func read() throws(CorefileError) -> [UInt8] {
        if let standardInput { return standardInput }
        do throws(SystemError) {
            if let octets = try RegularFile.read(file, atMost: Self.largestFile) { return octets }
        } catch {
            throw .plain(error.description, at: Place(file: file, line: 1, column: 1))
        }
        guard isOptional else {
            throw .plain("open \(file): no such file", at: Place(file: file, line: 1, column: 1))
        }
        // What CoreDNS serves without a Corefile.
        return Array(".:\(port) {\nwhoami\nlog\n}\n".utf8)
    }

    /// What an import and a `{$NAME}` of the Corefile refer to.
    private static var surroundings: Surroundings {
        Surroundings(
            read: { (path) throws(Surroundings.Unreadable) in
                do throws(SystemError) {
                    if let octets = try RegularFile.read(path, atMost: largestFile) { return octets }
                } catch {
                    throw Surroundings.Unreadable(reason: error.description)
                }
                throw Surroundings.Unreadable(reason: "no such file")
            },
            glob: PathPattern.matches,
            environment: CurrentProcess.environment)
    }
}
