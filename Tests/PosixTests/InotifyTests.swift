import Glibc
import Posix
import Testing

@Suite("Inotify")
struct InotifyTests {
    @Test("What happens to files is told by name, in order")
    func events() throws {
        let directory = try TemporaryDirectory()
        let inotify = try Inotify()
        let watch = try inotify.watch(
            directory.path, [.closedAfterWriting, .movedIn, .movedOut, .created, .deleted])
        #expect(try inotify.drain() == [])

        directory.write("a.yaml")
        // Safe: both calls read strings that end with a zero octet.
        let renamed = unsafe rename("\(directory.path)/a.yaml", "\(directory.path)/b.yaml")
        let unlinked = unsafe unlink("\(directory.path)/b.yaml")
        #expect(renamed == 0 && unlinked == 0)
        let told = try inotify.drain()
        #expect(told.map(\.events) == [.created, .closedAfterWriting, .movedOut, .movedIn, .deleted])
        #expect(told.map(\.name) == ["a.yaml", "a.yaml", "a.yaml", "b.yaml", "b.yaml"])
        #expect(told.allSatisfy { $0.watch == watch })
    }

    @Test("The end of the directory ends the watch")
    func directoryGone() throws {
        let inotify = try Inotify()
        do {
            let directory = try TemporaryDirectory()
            _ = try inotify.watch(directory.path, [.directoryGone])
        }
        let told = try inotify.drain()
        #expect(told.contains { $0.events.isSubset(of: .directoryGone) && $0.name.isEmpty })
        #expect(told.last?.events == .watchEnded)
    }

    @Test(
        "What is no directory cannot be watched", arguments: [("/no/such", ENOENT), ("/etc/passwd", ENOTDIR)])
    func noDirectory(path: String, code: CInt) throws {
        let inotify = try Inotify()
        #expect(throws: SystemError("inotify_add_watch", code: code, subject: path)) {
            _ = try inotify.watch(path, [.created])
        }
    }
}

/// A directory that goes, with its files, when its owner does.
struct TemporaryDirectory: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/clustersetdns-test-XXXXXX".utf8CString)
        // Safe: mkdtemp changes the last letters of a string that ends with a zero octet.
        let made = unsafe mkdtemp(&template)
        guard unsafe made != nil else { throw SystemError("mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // Safe: rmdir reads a string that ends with a zero octet.
    deinit { unsafe rmdir(path) }

    /// Creates the empty file `name`.
    func write(_ name: String) {
        // Safe: open reads a string that ends with a zero octet.
        close(unsafe open("\(path)/\(name)", O_CREAT | O_WRONLY, 0o644))
    }
}
