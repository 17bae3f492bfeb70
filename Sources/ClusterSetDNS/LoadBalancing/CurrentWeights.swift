import Logging
import Synchronization

/// The weights that hold now: read by every worker, replaced as a whole by whoever reads the file again.
final class CurrentWeights: Sendable {
    private struct State {
        var table: WeightTable
        /// Why the last look at the file gave no weights.
        var failure: WeightFileError?
    }

    let file: WeightFile
    private let logger: Logger
    /// Locked to take or to replace what is in it: no longer.
    private let state: Mutex<State>

    /// Begins with what was `found` in the file; without weights when that is nothing.
    init(_ file: WeightFile, found: Result<WeightTable, WeightFileError>, logger: Logger) {
        self.file = file
        self.logger = logger
        state =
            switch found {
            case .success(let table): Mutex(State(table: table))
            case .failure(let error): Mutex(State(table: WeightTable(), failure: error))
            }
    }

    var table: WeightTable { state.withLock { $0.table } }

    /// Reads the file again. When it cannot be read or is malformed the weights stay, and one line says so until that changes.
    /// (One caller at a time.)
    func refresh() {
        let old = state.withLock { $0 }
        do throws(WeightFileError) {
            let table = try file.read()
            guard table != old.table || old.failure != nil else { return }
            state.withLock { $0 = State(table: table) }
            logger.info("Successfully reloaded weight file \(file.printablePath)")
        } catch {
            guard error != old.failure else { return }
            state.withLock { $0.failure = error }
            logger.error("\(error)", metadata: error.metadata(file))
        }
    }
}

extension WeightFileError {
    /// What CoreDNS's words leave out.
    func metadata(_ file: WeightFile) -> Logger.Metadata {
        guard case .unreadable(let reason) = self else { return [:] }
        return ["file": "\(file.printablePath)", "reason": "\(reason)"]
    }
}
