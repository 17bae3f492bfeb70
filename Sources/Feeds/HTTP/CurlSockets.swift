import CCurl
import Posix

/// The sockets that libcurl waits for, behind one descriptor.
///
/// An epoll instance of its own forgets a socket at the instant that libcurl says so, before the number is
/// closed and given away again: what Dispatch, whose sources end later, could not promise.
// Safe to share: the engine's queue changes it, and the kernel guards an epoll instance itself.
final class CurlSockets: Sendable {
    /// One socket, and what it is ready for.
    struct Ready {
        var number: CInt
        var events: CInt
    }

    let epoll: Epoll

    init() throws(SystemError) { epoll = try Epoll() }

    /// Takes what libcurl says of a socket: CURL_POLL_IN and its like.
    func follow(_ number: CInt, _ interest: CInt) {
        epoll.follow(
            number,
            reading: interest == CURL_POLL_IN || interest == CURL_POLL_INOUT,
            writing: interest == CURL_POLL_OUT || interest == CURL_POLL_INOUT)
    }

    /// The sockets that are ready now. One may be gone when its turn comes, which libcurl bears.
    func ready() -> [Ready] {
        var events = Epoll.Events()
        epoll.wait(into: &events, milliseconds: 0)
        return (0..<events.count).map { index in
            let event = events[index]
            var ready = Ready(number: CInt(truncatingIfNeeded: event.token), events: 0)
            if event.isReadable { ready.events |= CURL_CSELECT_IN }
            if event.isWritable { ready.events |= CURL_CSELECT_OUT }
            if event.hasFailed { ready.events |= CURL_CSELECT_ERR }
            return ready
        }
    }
}
