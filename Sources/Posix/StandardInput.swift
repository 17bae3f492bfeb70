import Glibc

/// What comes in by standard input.
package enum StandardInput {
    /// Everything up to its end.
    package static func read() throws(SystemError) -> [UInt8] {
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // Safe: the kernel writes at most as many octets as the buffer has.
            let count = unsafe buffer.withUnsafeMutableBytes { area in
                unsafe Glibc.read(STDIN_FILENO, area.baseAddress, area.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", code: errno, subject: "standard input") }
            guard count > 0 else { return octets }
            octets += buffer[..<count]
        }
    }
}
