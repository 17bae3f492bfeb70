import Glibc

/// Tells what happens to the files of a directory (inotify(7)).
package final class Inotify: Sendable {
    /// What to tell of, or what happened.
    package struct Events: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// A file that was open for writing was closed.
        package static let closedAfterWriting = Self(rawValue: UInt32(IN_CLOSE_WRITE))
        package static let movedIn = Self(rawValue: UInt32(IN_MOVED_TO))
        package static let movedOut = Self(rawValue: UInt32(IN_MOVED_FROM))
        /// Also hard and symbolic links, which nobody closes.
        package static let created = Self(rawValue: UInt32(IN_CREATE))
        package static let deleted = Self(rawValue: UInt32(IN_DELETE))
        /// The watched directory itself was deleted or renamed.
        package static let directoryGone = Self(rawValue: UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF))
        /// The kernel's queue was full: anything may have happened. (Always told, without a name or a watch.)
        package static let overflow = Self(rawValue: UInt32(IN_Q_OVERFLOW))
        /// The watch has ended. (Always told.)
        package static let watchEnded = Self(rawValue: UInt32(IN_IGNORED))
        package static let isDirectory = Self(rawValue: UInt32(IN_ISDIR))
    }

    /// Something that happened.
    package struct Event: Hashable, Sendable {
        /// What `watch` returned; -1 with `overflow`.
        package let watch: CInt
        package let events: Events
        /// The file's name in the directory; empty when it is about the directory itself.
        package let name: String
    }

    package let descriptor: FileDescriptor

    package init() throws(SystemError) {
        let flags = CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC)
        descriptor = FileDescriptor(owning: try checked(inotify_init1(flags), "inotify_init1"))
    }

    /// Begins to watch the directory at `path`, or changes what is told of it; returns the watch's number.
    package func watch(_ path: String, _ events: Events) throws(SystemError) -> CInt {
        let mask = events.rawValue | UInt32(IN_ONLYDIR)
        // Safe: inotify_add_watch reads a string that ends with a zero octet and outlives the call.
        return try unsafe checked(inotify_add_watch(descriptor.number, path, mask), "inotify_add_watch", path)
    }

    /// Ends a watch. (One that has already ended is none.)
    package func unwatch(_ watch: CInt) {
        _ = inotify_rm_watch(descriptor.number, watch)
    }

    /// Everything that happened since the last time, in order; empty when nothing did.
    package func drain() throws(SystemError) -> [Event] {
        var all: [Event] = []
        // One event with the longest name fits, or the kernel would refuse the read.
        var octets = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            // Safe: the kernel writes at most `count` octets into the array, which lives throughout.
            let count = unsafe octets.withUnsafeMutableBytes { area in
                unsafe read(descriptor.number, area.baseAddress, area.count)
            }
            guard count >= 0 else {
                switch errno {
                case EINTR: continue
                case EAGAIN: return all
                default: throw SystemError("read", code: errno, subject: "inotify")
                }
            }
            guard count > 0 else { return all }
            Self.append(octets.span.extracting(0..<count), to: &all)
        }
    }

    /// Takes `octets` apart: a header of four numbers (watch, mask, cookie, name's length), then the name,
    /// padded with zero octets.
    private static func append(_ octets: Span<UInt8>, to events: inout [Event]) {
        var offset = 0
        while offset + 16 <= octets.count {
            let length = Int(number(octets, at: offset + 12))
            guard offset + 16 + length <= octets.count else { return }
            var name: [UInt8] = []
            for index in offset + 16..<offset + 16 + length where octets[index] != 0 {
                name.append(octets[index])
            }
            events.append(
                Event(
                    watch: CInt(truncatingIfNeeded: number(octets, at: offset)),
                    events: Events(rawValue: number(octets, at: offset + 4)),
                    name: String(decoding: name, as: UTF8.self)))
            offset += 16 + length
        }
    }

    /// The number at `offset` in the machine's own order of octets.
    private static func number(_ octets: Span<UInt8>, at offset: Int) -> UInt32 {
        var number: UInt32 = 0
        for index in 0..<4 { number |= UInt32(octets[offset + index]) << UInt32(8 * index) }
        return UInt32(littleEndian: number)
    }
}
