import ArgumentParser
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

    /// Reads the Corefile as it is now.
    func read() -> CorefileReading {
        let folders = VisitedFolders()
        let document = Result { () throws(CorefileError) in
            try Document(parsing: try octets(folders), file: file, in: Self.surroundings(folders))
        }
        return CorefileReading(document: document, folders: folders.all)
    }

    /// The plan of what was read holds all that could be made out; it is whole when there are no errors.
    func plan(of reading: CorefileReading) -> (plan: ServerPlan, errors: [CorefileError]) {
        switch reading.document {
        case .success(let document): ServerPlan.make(from: document, port: port)
        case .failure(let error): (ServerPlan(), [error])
        }
    }

    /// The plan of the Corefile as it is now. Throws an `ExitCode` after writing all that is wrong with it.
    func checkedPlan() throws -> ServerPlan {
        let (plan, errors) = plan(of: read())
        for warning in plan.warnings { StandardOutput.error.write("warning: \(warning)") }
        for error in errors { StandardOutput.error.write(error.explanation) }
        guard errors.isEmpty else { throw ExitCode.failure }
        return plan
    }

    private func octets(_ folders: VisitedFolders) throws(CorefileError) -> [UInt8] {
        if let standardInput { return standardInput }
        folders.note(file)
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
    private static func surroundings(_ folders: VisitedFolders) -> Surroundings {
        Surroundings(
            read: { (path) throws(Surroundings.Unreadable) in
                folders.note(path)
                do throws(SystemError) {
                    if let octets = try RegularFile.read(path, atMost: largestFile) { return octets }
                } catch {
                    throw Surroundings.Unreadable(reason: error.description)
                }
                throw Surroundings.Unreadable(reason: "no such file")
            },
            glob: { pattern in
                folders.note(pattern)
                return PathPattern.matches(pattern)
            },
            environment: CurrentProcess.environment)
    }
}

/// The folders of what a Corefile and its imports name.
private final class VisitedFolders {
    private(set) var all: Set<String> = []

    func note(_ path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) }
        all.insert(folder ?? ".")
    }
}
