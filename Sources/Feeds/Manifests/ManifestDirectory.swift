package import ClusterSet
package import Dispatch
package import Logging
import Posix

/// The feed of the manifests in one or more directories, followed by inotify. Belongs to the control queue.
///
/// A file is read when its writer closes it or renames it into place, never in between; at the start, when a directory
/// comes back and when the kernel lost events it is read as it stands. What a symbolic link leads to is looked at
/// when the link, or a ConfigMap's `..data`, changes.
// Unchecked: `start` checks that it runs on the control queue, and everything else runs there after it.
package final class ManifestDirectory: Feed, @unchecked Sendable {
    /// The most octets a file may have: 128 MiB, some 300,000 services.
    static let largestFile = 128 << 20

    private let paths: [String]
    private let usesPodNames: Bool
    private let log: ManifestLog
    private var directories: [WatchedDirectory] = []
    private var sources: [ReadySource] = []
    private var imports = Overlay<ServiceImport>()
    private var slices = Overlay<EndpointSlice>()
    private var deliver: @Sendable (FeedNews) -> Void = { _ in }

    /// Where several files hold the same object, the first has it, in the order of `paths` and then of file names.
    /// With `usesPodNames`, endpoints without a hostname are named after their pods.
    package init(paths: [String], usesPodNames: Bool = false, logger: Logger) {
        self.paths = paths
        self.usesPodNames = usesPodNames
        log = ManifestLog(logger: logger)
    }

    package func start(
        on queue: DispatchQueue, deliver: @escaping @Sendable (FeedNews) -> Void
    ) throws(FeedError) {
        dispatchPrecondition(condition: .onQueue(queue))
        let begun = MonotonicClock.now()
        for path in paths {
            do throws(SystemError) {
                // Watched first and read then, so that nothing falls between.
                directories.append(try WatchedDirectory(path: path))
                try readEverything(in: directories.count - 1)
            } catch {
                throw .directory(path: path, error)
            }
        }
        for (index, directory) in directories.enumerated() {
            let inotify = directory.inotify
            do throws(SystemError) {
                sources.append(
                    try .readable(inotify.descriptor, keeping: inotify, on: queue) { [weak self] in
                        self?.follow(index)
                    })
            } catch {
                throw .directory(path: paths[index], error)
            }
        }
        let (imports, slices) = (imports.takeAll(), slices.takeAll())
        log.started(paths, imports: imports.count, slices: slices.count)
        deliver(
            .changes(imports.map { .putImport($0) } + slices.map { .putSlice($0) }, since: begun))
        deliver(.synced)
        self.deliver = deliver
    }

    package func redeliverSlices(of service: ObjectName) {
        let own = slices.all.filter { $0.id.namespace == service.namespace && $0.service == service.name }
        deliver(.changes([.replaceSlices(of: service, own)], since: MonotonicClock.now()))
    }

    package func stop() {
        for source in sources { source.cancel() }
        sources = []
        deliver = { _ in }
    }

    /// Reads what has changed in a directory, and delivers what that changes.
    private func follow(_ directory: Int) {
        let noticed = MonotonicClock.now()
        let path = directories[directory].path
        let wasThere = directories[directory].watch != nil
        do throws(SystemError) {
            let news = try directories[directory].drain()
            let isThere = directories[directory].watch != nil
            if isThere != wasThere { log.directory(path, isThere: isThere) }
            if news.everything {
                try readEverything(in: directory)
            } else {
                let links = news.linksMoved ? try links(in: directory) : []
                for name in news.names.union(links).sorted() {
                    read(FileKey(directory: directory, name: name))
                }
            }
        } catch {
            log.directory(path, failed: error)
        }
        let changes = takeChanges()
        if !changes.isEmpty { deliver(.changes(changes, since: noticed)) }
    }

    private func takeChanges() -> [Change] {
        imports.takeChanges().map { id, object in object.map { .putImport($0) } ?? .removeImport(id) }
            + slices.takeChanges().map { id, object in object.map { .putSlice($0) } ?? .removeSlice(id) }
    }

    /// Reads every manifest of a directory, and drops those that are no longer there.
    private func readEverything(in directory: Int) throws(SystemError) {
        let present = try directories[directory].manifests()
        for name in present { read(FileKey(directory: directory, name: name)) }
        for name in known(in: directory).subtracting(present) {
            drop(FileKey(directory: directory, name: name))
        }
    }

    /// The links of a directory, those that have just gone included.
    private func links(in directory: Int) throws(SystemError) -> Set<String> {
        let watched = directories[directory]
        let present = try watched.manifests()
        return known(in: directory).subtracting(present)
            .union(present.filter { RegularFile.isLink(watched.path(of: $0)) })
    }

    /// The files of a directory that hold anything at present.
    private func known(in directory: Int) -> Set<String> {
        Set((imports.files + slices.files).filter { $0.directory == directory }.map(\.name))
    }

    /// Takes over what a file holds now. One that cannot be read keeps what it held last.
    private func read(_ file: FileKey) {
        let path = path(of: file)
        var manifest: Manifest
        do {
            guard let octets = try RegularFile.read(path, atMost: ManifestDirectory.largestFile) else {
                return drop(file)
            }
            manifest = try ManifestReader.read(octets, file: path, usesPodNames: usesPodNames)
        } catch {
            return log.refused(error, kept: imports.count(of: file) + slices.count(of: file))
        }
        log.contents(of: path, manifest)
        for refusal in manifest.refused {
            switch refusal.key {
            case .serviceImport(let id): imports.object(id, of: file).map { manifest.restore($0) }
            case .endpointSlice(let id): slices.object(id, of: file).map { manifest.restore($0) }
            case nil: continue
            }
        }
        hold(manifest, in: file)
    }

    private func drop(_ file: FileKey) { hold(Manifest(), in: file) }

    private func hold(_ manifest: Manifest, in file: FileKey) {
        report("ServiceImport", imports.replace(file, with: manifest.imports))
        report("EndpointSlice", slices.replace(file, with: manifest.slices))
    }

    private func report<Object>(_ kind: String, _ conflicts: [Overlay<Object>.Conflict]) {
        guard let one = conflicts.first else { return }
        log.conflict(
            of: kind, one.id, hidden: path(of: one.hidden), shown: path(of: one.shown), count: conflicts.count
        )
    }

    private func path(of file: FileKey) -> String { directories[file.directory].path(of: file.name) }
}
