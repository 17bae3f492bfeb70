import Glibc

/// A file that tells the number of this process.
package enum PIDFile {
    /// Replaces the file at `path`, or creates it.
    package static func write(to path: String) throws(SystemError) {
        // Safe: open reads the path, a C string that lives throughout.
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemError("open", code: errno, subject: path) }
        let file = FileDescriptor(owning: number)
        var text = "\(getpid())\n"
        // Safe: write reads at most as many octets as the text has.
        let count = text.withUTF8 { unsafe Glibc.write(file.number, $0.baseAddress, $0.count) }
        guard count == text.utf8.count else { throw SystemError("write", code: errno, subject: path) }
    }

    /// Removes the file at `path`, if it is there.
    package static func remove(_ path: String) {
        // Safe: unlink reads the path, a C string that lives throughout.
        _ = unsafe unlink(path)
    }
}
