import CPosix
import Glibc

/// This process and its surroundings.
package enum CurrentProcess {
    /// How many processors it may use.
    package static var processorCount: Int { max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))) }

    /// Ends it at once with `status`.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// The value of an environment variable; nil when it is not set.
    package static func environment(_ name: String) -> String? {
        // Safe: the text stays where it is as long as nobody sets variables, which this program never does.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// Has large blocks go back to the kernel as soon as they are freed: the allocator would keep some 30 MiB of them. To be
    /// called first.
    package static func setUpAllocator() { csd_set_up_allocator() }

    /// Gives back to the kernel what a large job took: memory that was freed, since the allocator keeps it otherwise, and the
    /// code that it ran. What is used again comes back by itself.
    package static func releaseMemory() {
        csd_release_free_memory()
        csd_release_code()
    }

    /// What this machine calls itself; `localhost` when it does not say.
    package static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        // Safe: gethostname writes at most as many octets as it is told, the last of which stays zero.
        let result = unsafe name.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return -1 as CInt }
            return unsafe gethostname(start, buffer.count - 1)
        }
        let octets = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return result == 0 && !octets.isEmpty ? String(decoding: octets, as: UTF8.self) : "localhost"
    }
}
