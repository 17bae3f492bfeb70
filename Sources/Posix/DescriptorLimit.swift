import Glibc

/// How many descriptors the process may have open at a time (RLIMIT_NOFILE).
package enum DescriptorLimit {
    /// The limit as it stands.
    package static var current: Int {
        var limit = rlimit()
        // Safe: getrlimit writes one `rlimit`.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }

    /// Raises the limit as far as the process may.
    package static func raise() {
        var limit = rlimit()
        // Safe: getrlimit writes, and setrlimit reads, one `rlimit`.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
