import Glibc

/// Files that hold text: configuration, manifests. What could make a reader wait (a pipe, a device) is none.
package enum RegularFile {
    /// Everything in the file at `path`, symbolic links followed; nil when no regular file is there.
    ///
    /// A file of more than `limit` octets is refused (EFBIG), also when it grows while it is read.
    package static func read(_ path: String, atMost limit: Int) throws(SystemError) -> [UInt8]? {
        // Safe: open reads a string that ends with a zero octet and outlives the call.
        let number = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard number >= 0 else {
            guard errno != ENOENT, errno != ENOTDIR else { return nil }
            throw SystemError("open", code: errno, subject: path)
        }
        let file = FileDescriptor(owning: number)
        var status = stat()
        // Safe: fstat writes one `stat`, which lives throughout.
        _ = try checked(unsafe fstat(file.number, &status), "fstat", path)
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard status.st_size <= limit else { throw SystemError("read", code: EFBIG, subject: path) }

        // One octet more than it should have shows the end without another round.
        var octets = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var count = 0
        while true {
            // Safe: the kernel writes at most `area.count - count` octets behind the first `count`, within the array.
            let more = unsafe octets.withUnsafeMutableBytes { area in
                unsafe Glibc.read(file.number, area.baseAddress?.advanced(by: count), area.count - count)
            }
            guard more >= 0 || errno == EINTR else { throw SystemError("read", code: errno, subject: path) }
            guard more != 0 else { break }
            count += max(more, 0)
            guard count <= limit else { throw SystemError("read", code: EFBIG, subject: path) }
            if count == octets.count { octets += [UInt8](repeating: 0, count: min(count, limit + 1 - count)) }
        }
        octets.removeLast(octets.count - count)
        return octets
    }

    /// Whether the entry at `path` is a symbolic link, or one of several hard links.
    package static func isLink(_ path: String) -> Bool {
        var status = stat()
        // Safe: lstat reads a string that ends with a zero octet, and writes one `stat`; both outlive the call.
        guard unsafe lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFLNK || status.st_nlink > 1
    }
}
