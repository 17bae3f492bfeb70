import ClusterSet
import Logging
import Posix

/// What an operator is told of manifests: one line for each kind of thing and change of a file.
struct ManifestLog {
    /// The most lines on skipped kinds for one change of a file.
    private static let mostKinds = 16

    let logger: Logger

    func started(_ paths: [String], imports: Int, slices: Int) {
        let paths = paths.joined(separator: " ").printable
        logger.info(
            "following manifests",
            metadata: ["directories": "\(paths)", "imports": "\(imports)", "slices": "\(slices)"]
        )
    }

    /// Objects that are no business of ours, and objects that are wrong: as a whole, or in what costs them little.
    func contents(of path: String, _ manifest: Manifest) {
        for (kind, count) in manifest.skipped.sorted(by: { $0.key < $1.key }).prefix(ManifestLog.mostKinds) {
            logger.info(
                "skipped objects of another kind",
                metadata: ["file": "\(path.printable)", "kind": "\(kind)", "count": "\(count)"]
            )
        }
        if let first = manifest.remarks.first {
            logger.warning(
                "endpoints without names: \(first.description.printable)",
                metadata: ["slices": "\(manifest.remarks.count)"])
        }
        guard let first = manifest.refused.first else { return }
        logger.error(
            "\(first.error.description.printable)", metadata: ["refused": "\(manifest.refused.count)"])
    }

    /// A file that cannot be read at all, so that its `kept` objects of the last time stay.
    func refused(_ error: any Error, kept: Int) {
        logger.error("\("\(error)".printable)", metadata: ["kept": "\(kept)"])
    }

    /// One of `count` objects that a file holds in vain, because one before it holds them too.
    func conflict(of kind: String, _ id: ObjectName, hidden: String, shown: String, count: Int) {
        logger.warning(
            "object stands in two files, the first one counts",
            metadata: [
                "kind": "\(kind)", "object": "\(id.namespace)/\(id.name)", "count": "\(count)",
                "first": "\(shown.printable)", "second": "\(hidden.printable)",
            ]
        )
    }

    func directory(_ path: String, isThere: Bool) {
        if isThere {
            logger.notice("manifest directory is back", metadata: ["directory": "\(path.printable)"])
        } else {
            logger.warning(
                "manifest directory is gone, its last state stays",
                metadata: ["directory": "\(path.printable)"]
            )
        }
    }

    func directory(_ path: String, failed error: SystemError) {
        logger.error("\(error.description.printable)", metadata: ["directory": "\(path.printable)"])
    }
}
