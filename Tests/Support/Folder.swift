import Glibc
import Posix

/// A directory of its own for one test, removed with everything in it at the end.
// Safe, here and below: each call reads paths that end with a zero octet and outlive it.
package final class Folder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/clustersetdns-XXXXXX".utf8CString)
        // Safe: mkdtemp changes the template in place, which ends with a zero octet and outlives the call.
        path = unsafe template.withUnsafeMutableBufferPointer { text in
            guard let start = text.baseAddress, unsafe mkdtemp(start) != nil else { return "/nonexistent" }
            return unsafe String(cString: start)
        }
    }

    deinit { Folder.removeAll(path) }

    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// The content of the file `name` as it is now; empty when there is none.
    package func text(of name: String) -> String {
        let octets = try? RegularFile.read(self(name), atMost: 64 << 20)
        return String(decoding: octets ?? [], as: UTF8.self)
    }

    package func makeDirectory(_ name: String) { unsafe mkdir(self(name), 0o755) }

    /// Writes as a shell does: truncate, write, close.
    package func write(_ name: String, _ text: String) {
        let writer = OpenFile(self(name), truncate: true)
        writer.write(text)
    }

    /// Replaces the file `name` as an editor does: beside it, then renamed.
    package func replace(_ name: String, _ text: String) {
        write("\(name).part", text)
        rename("\(name).part", to: name)
    }

    package func has(_ name: String) -> Bool { unsafe access(self(name), F_OK) == 0 }

    /// Opens a file that stays open until the result goes.
    package func append(_ name: String) -> OpenFile { OpenFile(self(name), truncate: false) }

    package func rename(_ from: String, to: String) { unsafe Glibc.rename(self(from), self(to)) }

    package func remove(_ name: String) { unsafe Glibc.remove(self(name)) }

    package func link(_ name: String, to target: String) { unsafe symlink(target, self(name)) }

    package func hardLink(_ name: String, to target: String) { unsafe Glibc.link(self(target), self(name)) }

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
package final class OpenFile {
    private let number: CInt

    package init(_ path: String, truncate: Bool) {
        number = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (truncate ? O_TRUNC : O_APPEND), 0o644)
    }

    deinit { close(number) }

    package func write(_ text: String) {
        let octets = Array(text.utf8)
        let count = unsafe Glibc.write(number, octets, octets.count)
        precondition(count == octets.count)
    }
}
