import Glibc

/// Standard output and standard error, a whole line in one write(2).
package enum StandardOutput {
    case output
    case error

    private var descriptor: CInt { self == .output ? STDOUT_FILENO : STDERR_FILENO }

    /// Writes `line` and a line feed. What nobody reads is lost in silence.
    package func write(_ line: String) {
        var line = line
        line.append("\n")
        // Safe: write reads at most as many octets as the rest of the line has.
        line.withUTF8 { octets in
            var rest = UnsafeRawBufferPointer(octets)
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
