import Glibc

extension Socket {
    /// What a call on a non-blocking stream came to.
    package enum Progress: Hashable, Sendable {
        /// So many octets went through: at least one.
        case octets(Int)
        /// Nothing at the moment.
        case wait
        /// The peer has sent its last octet. (Reading only.)
        case end
        /// The connection is gone.
        case failed(CInt)
    }

    /// Reads what has come, as far as `octets` has room.
    package func read(into octets: inout MutableSpan<UInt8>) -> Progress {
        // Safe: the kernel writes at most `count` octets into the buffer, which lives throughout.
        let count = unsafe octets.withUnsafeMutableBufferPointer { area in
            unsafe recv(descriptor.number, area.baseAddress, area.count, 0)
        }
        guard count != 0 else { return .end }
        return progress(count)
    }

    /// Sends as much of `octets` as the kernel takes. (Never SIGPIPE.)
    package func write(_ octets: Span<UInt8>) -> Progress {
        // Safe: the kernel reads at most `count` octets from the buffer, which lives throughout.
        let count = unsafe octets.withUnsafeBufferPointer { area in
            unsafe send(descriptor.number, area.baseAddress, area.count, CInt(MSG_NOSIGNAL))
        }
        return progress(count)
    }

    private func progress(_ count: Int) -> Progress {
        guard count < 0 else { return .octets(count) }
        switch errno {
        case EAGAIN, EINTR: return .wait
        case let code: return .failed(code)
        }
    }

    /// Sends FIN behind what was written.
    package func shutDownWriting() { _ = Glibc.shutdown(descriptor.number, CInt(SHUT_WR)) }

    /// Wakes whoever waits in a read or for a datagram: what is queued still comes, then nothing more.
    package func shutDownReading() { _ = Glibc.shutdown(descriptor.number, CInt(SHUT_RD)) }
}
