import Glibc

/// Paths with the shell's wildcards.
package enum PathPattern {
    /// The files that match a pattern of the shell's, sorted; a path without `*` and `?` matches itself if it is there.
    package static func matches(_ pattern: String) -> [String] {
        var matches = unsafe glob_t()
        // Safe: glob fills the structure, which stays ours until globfree.
        guard unsafe glob(pattern, 0, nil, &matches) == 0 else { return [] }
        defer { unsafe globfree(&matches) }
        // Safe: glob says how many paths there are, each a C string.
        return unsafe (0..<Int(matches.gl_pathc)).compactMap { index in
            unsafe matches.gl_pathv[index].map { path in unsafe String(cString: path) }
        }
    }
}
