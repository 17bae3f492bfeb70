import Glibc
import Posix

/// A directory of its own for one test, removed with everything in it at the end.
// Safe, here and below: each call reads paths that end with a zero octet and outlive it.
final class Folder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/clustersetdns-XXXXXX".utf8CString)
        // Safe: mkdtemp changes the template in place, which ends with a zero octet and outlives the call.
        path = unsafe template.withUnsafeMutableBufferPointer { text in
            guard let start = text.baseAddress, unsafe mkdtemp(start) != nil else { return "/nonexistent" }
            return unsafe String(cString: start)
        }
    }

    deinit { Folder.removeAll(path) }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// The content of the file `name` as it is now; empty when there is none.
    func text(of name: String) -> String {
        let octets = try? RegularFile.read(self(name), atMost: 1 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }

    func makeDirectory(_ name: String) { unsafe mkdir(self(name), 0o755) }

    /// Writes as a shell does: truncate, write, close.
    func write(_ name: String, _ text: String) {
        let writer = OpenFile(self(name), truncate: true)
        writer.write(text)
    }

    /// Opens a file that stays open until the result goes.
    func append(_ name: String) -> OpenFile { OpenFile(self(name), truncate: false) }

    func rename(_ from: String, to: String) { unsafe Glibc.rename(self(from), self(to)) }

    func remove(_ name: String) { unsafe Glibc.remove(self(name)) }

    func link(_ name: String, to target: String) { unsafe symlink(target, self(name)) }

    func hardLink(_ name: String, to target: String) { unsafe Glibc.link(self(target), self(name)) }

    private static func removeAll(_ path: String) {
        // Safe: opendir made the stream, which closedir ends; an entry's name ends with a zero octet.
        if let stream = unsafe opendir(path) {
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                    unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
                        unsafe String(cString: $0)
                    }
                }
                guard name != ".", name != ".." else { continue }
                let child = "\(path)/\(name)"
                // A link to a directory is removed, not followed.
                if unsafe Glibc.unlink(child) != 0 { removeAll(child) }
            }
            unsafe _ = closedir(stream)
        }
        unsafe rmdir(path)
    }
}

/// A file that is open for writing.
final class OpenFile {
    private let number: CInt

    init(_ path: String, truncate: Bool) {
        number = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (truncate ? O_TRUNC : O_APPEND), 0o644)
    }

    deinit { close(number) }

    func write(_ text: String) {
        let octets = Array(text.utf8)
        let count = unsafe Glibc.write(number, octets, octets.count)
        precondition(count == octets.count)
    }
}
