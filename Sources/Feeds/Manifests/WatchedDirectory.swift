import Posix

/// A directory of manifests as inotify shows it, also while it is away. Belongs to the control queue.
struct WatchedDirectory {
    /// What happened since the last time.
    struct News {
        /// Names of manifests to look at again.
        var names: Set<String> = []
        /// All symbolic links lead elsewhere now: the kubelet has swapped a ConfigMap's `..data`.
        var linksMoved = false
        /// Anything may have happened.
        var everything = false
    }

    let path: String
    let inotify: Inotify
    /// Nil while the directory is away.
    private(set) var watch: CInt?
    /// While the directory is away: the nearest directory above it that is there.
    private var ancestorWatch: CInt?

    private static let contentEvents: Inotify.Events = [
        .closedAfterWriting, .movedIn, .movedOut, .created, .deleted, .directoryGone,
    ]

    /// Begins to watch; throws when the directory is not there.
    init(path: String) throws(SystemError) {
        self.path = path
        inotify = try Inotify()
        watch = try inotify.watch(path, WatchedDirectory.contentEvents)
    }

    /// The manifests in the directory, in order; those of `..data` and other hidden names are not.
    func manifests() throws(SystemError) -> [String] {
        try DirectoryListing.names(in: path).filter(WatchedDirectory.isManifest).sorted()
    }

    func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// Takes what inotify has to tell. A directory that has gone is waited for; what it held last is not news.
    mutating func drain() throws(SystemError) -> News {
        var news = News()
        var isGone = false
        for event in try inotify.drain() {
            if event.events.contains(.overflow) {
                news.everything = true
            } else if event.watch == watch {
                if !event.events.isDisjoint(with: [.directoryGone, .watchEnded]) { isGone = true }
                note(event, in: &news)
            }
        }
        if isGone, let gone = watch {
            inotify.unwatch(gone)
            watch = nil
        }
        if watch == nil { news = try find() }
        return news
    }

    private func note(_ event: Inotify.Event, in news: inout News) {
        if event.name == "..data" {
            news.linksMoved = true
        } else if WatchedDirectory.isManifest(event.name) {
            // A new file is read when its writer closes it; a new link has no writer.
            guard !event.events.contains(.created) || RegularFile.isLink(path(of: event.name)) else { return }
            news.names.insert(event.name)
        }
    }

    /// Watches the directory again, or else the nearest one above it.
    private mutating func find() throws(SystemError) -> News {
        while true {
            if let found = try? inotify.watch(path, WatchedDirectory.contentEvents) {
                watch = found
                if let ancestorWatch { inotify.unwatch(ancestorWatch) }
                ancestorWatch = nil
                return News(everything: true)
            }
            // Between the two attempts it may have come back: the loop ends when nothing new is watched.
            let nearest = try watchAncestor()
            guard nearest != ancestorWatch else { return News() }
            if let ancestorWatch { inotify.unwatch(ancestorWatch) }
            ancestorWatch = nearest
        }
    }

    private func watchAncestor() throws(SystemError) -> CInt {
        var above = WatchedDirectory.parent(of: path)
        while true {
            do throws(SystemError) {
                return try inotify.watch(above, [.created, .movedIn, .directoryGone])
            } catch {
                let next = WatchedDirectory.parent(of: above)
                guard next != above else { throw error }
                above = next
            }
        }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func isManifest(_ name: String) -> Bool {
        !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    }
}
