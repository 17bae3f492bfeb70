import CPosix
import Glibc

/// A pipe to another process, as it is made: both ends are ours.
struct Pipe: ~Copyable {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init() throws(SystemError) {
        var numbers: (reading: CInt, writing: CInt) = (-1, -1)
        // Safe: the function writes two numbers, which live throughout.
        _ = try unsafe checkedNegated(csd_pipe(&numbers.reading, &numbers.writing), "pipe2")
        reading = FileDescriptor(owning: numbers.reading)
        writing = FileDescriptor(owning: numbers.writing)
    }

    /// The reading end; the writing end is closed.
    consuming func intoReading() -> FileDescriptor { reading }
}

/// What comes out of a pipe.
struct PipeContent: ~Copyable {
    enum Taken {
        case octets
        /// Nothing is there at the moment.
        case nothing
        /// Nobody holds the writing end any more.
        case end
    }

    /// The most octets that one `take` adds.
    private static let chunk = 16 << 10

    let descriptor: FileDescriptor
    /// What has come and is still wanted.
    private(set) var octets: [UInt8] = []

    init(of descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    /// Adds some of what is there to `octets`.
    mutating func take() -> Taken {
        var chunk = [UInt8](repeating: 0, count: PipeContent.chunk)
        while true {
            // Safe: the kernel writes at most `area.count` octets into the array, which lives throughout.
            let count = unsafe chunk.withUnsafeMutableBytes { area in
                unsafe read(descriptor.number, area.baseAddress, area.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return errno == EAGAIN ? .nothing : .end }
            octets += chunk.prefix(count)
            return count == 0 ? .end : .octets
        }
    }

    /// Forgets all but the last `count` octets.
    mutating func keepLast(_ count: Int) { octets.removeFirst(max(0, octets.count - count)) }
}
