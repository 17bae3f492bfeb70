import Glibc

/// What stands in a directory.
package enum DirectoryListing {
    /// The names in the directory at `path`, `.` and `..` included, in no order.
    package static func names(in path: String) throws(SystemError) -> [String] {
        // Safe: opendir reads a string that ends with a zero octet and outlives the call.
        guard let directory = unsafe opendir(path) else {
            throw SystemError("opendir", code: errno, subject: path)
        }
        // Safe: opendir made it, and nobody else has it.
        defer { unsafe _ = closedir(directory) }
        var names: [String] = []
        // Safe: the entry lives until the next call, and its name ends with a zero octet within the entry.
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }
}
