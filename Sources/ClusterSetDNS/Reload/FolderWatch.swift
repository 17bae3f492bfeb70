import Dispatch
import Posix

/// Calls when something in some folders may have changed: soon after the kernel tells of it, and every so often, since it
/// does not tell what happens behind a link or on another machine.
///
/// `@unchecked Sendable`: only `Reloader` makes and uses it, on the control queue, which it hands to it and which its `follow` and
/// `stop` check; its timers and its inotify source call it on that queue too.
final class FolderWatch: @unchecked Sendable {
    /// Files are written, or renamed, or links lead elsewhere.
    private static let events: Inotify.Events = [
        .closedAfterWriting, .movedIn, .movedOut, .created, .deleted,
    ]
    /// From the first thing that happens to the call: files that belong together follow each other.
    private static let delay = DispatchTimeInterval.milliseconds(100)

    private let queue: DispatchQueue
    private let changed: @Sendable () -> Void
    private let inotify: Inotify?
    private var folders: Set<String> = []
    private var sources: [ReadySource] = []
    private var call: ReadySource?

    /// The first call comes at once, for what happened before there was a watch.
    init(
        _ folders: Set<String>, every interval: DispatchTimeInterval, on queue: DispatchQueue,
        _ changed: @escaping @Sendable () -> Void
    ) {
        self.queue = queue
        self.changed = changed
        inotify = try? Inotify()
        sources = [
            ReadySource.timer(after: interval, repeats: true, on: queue) { [weak self] in
                // A folder that was replaced is another one.
                self?.add([])
                self?.changed()
            }
        ]
        if let inotify {
            let source = try? ReadySource.readable(inotify.descriptor, keeping: inotify, on: queue) {
                [weak self] in
                let news = try? inotify.drain()
                if news?.isEmpty == false { self?.callSoon() }
            }
            if let source { sources.append(source) }
        }
        add(folders)
        callSoon()
    }

    /// Watches more folders, and those anew that it has. (One that is not there is left to the interval.)
    func add(_ more: Set<String>) {
        folders.formUnion(more)
        for folder in folders { _ = try? inotify?.watch(folder, Self.events) }
    }

    private func callSoon() {
        guard call == nil else { return }
        call = ReadySource.timer(after: Self.delay, on: queue) { [weak self] in
            self?.call = nil
            self?.changed()
        }
    }
}
