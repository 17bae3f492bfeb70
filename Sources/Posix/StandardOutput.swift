import Glibc

/// Standard output and standard error, a whole line in one write(2).
package enum StandardOutput {
    case output
    case error

    private var descriptor: CInt { self == .output ? STDOUT_FILENO : STDERR_FILENO }

    /// Writes `line` and a line feed. What nobody reads is lost in silence.
    package func write(_ line: String) {
        let text = line + "\n"
        write(text.utf8Span.span)
    }

    /// Writes `octets`. What nobody reads is lost in silence.
    package func write(_ octets: Span<UInt8>) {
        // Safe: write reads at most as many octets as the rest of them has.
        unsafe octets.withUnsafeBytes { octets in
            var rest = unsafe octets
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
